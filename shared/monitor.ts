import * as z from "zod";

/** The engine's own names for what a container is doing. `removed`: gone, and kept for `MONITOR_HISTORY_MS`. */
export const containerStateSchema = z.enum([
  "created",
  "running",
  "paused",
  "restarting",
  "removing",
  "exited",
  "dead",
  "removed",
]);
export type ContainerState = z.infer<typeof containerStateSchema>;

export const sandboxRoleSchema = z.enum(["starting", "warm", "running", "finished"]);
/** What one of our sandboxes is for: it gets ready, waits for a program, runs one, or has run one. */
export type SandboxRole = z.infer<typeof sandboxRoleSchema>;

export const containerSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  /** Whether it carries this installation's label. Only then can it be acted upon. */
  ours: z.boolean(),
  /** Whether this very process made it; another one of this installation may have, such as the command line. */
  mine: z.boolean(),
  /** `null` where it is not a sandbox of this process. */
  role: sandboxRoleSchema.nullable(),
  languages: z.array(z.string()),
  /** The run it belongs to, and its outcome once it has ended. */
  runId: z.string().nullable(),
  outcome: z.string().nullable(),
  state: containerStateSchema,
  exitCode: z.int().nullable(),
  /** ISO 8601. */
  createdAt: z.string(),
  /** ISO 8601; when it was seen to end. */
  endedAt: z.string().nullable(),
  /** `null` where the engine was given none. `cpus`: processors; 0.5 is half of one. */
  limits: z.object({ memoryBytes: z.int().nullable(), cpus: z.number().nullable(), pids: z.int().nullable() }),
});
export type ContainerSummary = z.infer<typeof containerSummarySchema>;

export const containerSampleSchema = z.object({
  id: z.string(),
  /** Milliseconds since the epoch, by the engine's clock. */
  at: z.number(),
  /** 100 is one whole processor; `null` in the first sample, which has nothing to be compared with. */
  cpuPercent: z.number().nullable(),
  /** As `docker stats` counts: without the page cache that can be given back. */
  memoryBytes: z.int(),
  memoryLimitBytes: z.int().nullable(),
  processes: z.int().nullable(),
  blockReadBytes: z.int().nullable(),
  blockWriteBytes: z.int().nullable(),
  /** `null` where the container has no network. */
  networkReceivedBytes: z.int().nullable(),
  networkSentBytes: z.int().nullable(),
});
export type ContainerSample = z.infer<typeof containerSampleSchema>;

export const containerDetailsSchema = z.object({
  summary: containerSummarySchema,
  command: z.string(),
  user: z.string(),
  pid: z.int().nullable(),
  restartPolicy: z.string(),
  networkMode: z.string(),
  readOnlyRoot: z.boolean(),
  privileged: z.boolean(),
  init: z.boolean(),
  capabilitiesDropped: z.array(z.string()),
  capabilitiesAdded: z.array(z.string()),
  /** As the engine reports them, for example `no-new-privileges`. */
  securityOptions: z.array(z.string()),
  swapBytes: z.int().nullable(),
  shmBytes: z.int().nullable(),
  logDriver: z.string(),
  mounts: z.array(z.object({ type: z.string(), source: z.string(), destination: z.string(), readOnly: z.boolean() })),
  tmpfs: z.array(z.object({ path: z.string(), options: z.string() })),
  ulimits: z.array(z.object({ name: z.string(), soft: z.int(), hard: z.int() })),
  labels: z.record(z.string(), z.string()),
});
export type ContainerDetails = z.infer<typeof containerDetailsSchema>;

export const processTableSchema = z.object({ titles: z.array(z.string()), rows: z.array(z.array(z.string())) });
export type ProcessTable = z.infer<typeof processTableSchema>;

export const containerLogSchema = z.object({
  parts: z.array(z.object({ stream: z.enum(["stdout", "stderr"]), text: z.string() })),
  /** Whether more was printed than is kept. */
  truncated: z.boolean(),
  /** Why there is nothing to read, where there is not: a sandbox that still waits has printed nothing. */
  notice: z.string().nullable(),
});
export type ContainerLog = z.infer<typeof containerLogSchema>;

export const cleanupItemSchema = z.object({
  kind: z.enum(["container", "image", "build_cache"]),
  id: z.string(),
  name: z.string(),
  sizeBytes: z.int(),
  /** Why it can go, for example `Left behind by a Sandpit that is no longer running`. */
  reason: z.string(),
});
export type CleanupItem = z.infer<typeof cleanupItemSchema>;

export const cleanupReportSchema = z.object({
  items: z.array(cleanupItemSchema),
  totalBytes: z.int(),
  /** What could not be removed, and why. Empty in a preview. */
  failures: z.array(z.object({ item: cleanupItemSchema, message: z.string() })),
});
/** What a clean-up would remove, or has removed. */
export type CleanupReport = z.infer<typeof cleanupReportSchema>;
