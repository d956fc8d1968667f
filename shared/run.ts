import * as z from "zod";
import { MAX_FILES } from "./limits.ts";
import { limitsSchema } from "./limits-schema.ts";

export const backendSchema = z.enum(["docker", "local"]);
/** Where a program runs: in a container (isolated), or as a process of the user's own machine (not isolated). */
export type Backend = z.infer<typeof backendSchema>;

export const backendPolicySchema = z.enum(["auto", "docker", "local"]);
/** Which backend may be used: `auto` takes Docker where there is one and falls back to local. */
export type BackendPolicy = z.infer<typeof backendPolicySchema>;

export const sourceSchema = z.enum(["window", "cli", "http"]);
export type Source = z.infer<typeof sourceSchema>;

export const runIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "A run's id is 1 to 64 letters, digits, - or _.");

/** A file name is kept simple enough to mean the same on every system, and can never leave the program's folder. */
export const programPathSchema = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (path) => !/[\p{Cc}\\:*?"<>|]/u.test(path),
    'A file name must not contain control characters or any of \\ : * ? " < > |',
  )
  .refine((path) => path.split("/").every((part) => part !== "" && part !== "." && part !== ".."), {
    error: "A file name must be relative to the program's folder and stay inside it.",
  });

export const programFileSchema = z.object({ path: programPathSchema, content: z.string() });
export type ProgramFile = z.infer<typeof programFileSchema>;

export const runRequestSchema = z.object({
  /** Made by the client, which subscribes to the run's events before it starts the run. */
  id: runIdSchema,
  language: z.string().min(1).max(64),
  files: z.array(programFileSchema).min(1).max(MAX_FILES),
  /** The file that is run; by default the only file, or the language's usual entry. */
  entry: programPathSchema.optional(),
  /** The whole standard input. Without it the input stays open for `run.input`. */
  stdin: z.string().optional(),
  limits: limitsSchema.partial().optional(),
  /** Narrows the backend policy for this run; it can never widen it. */
  backend: backendPolicySchema.optional(),
});
export type RunRequest = z.infer<typeof runRequestSchema>;

export const outcomeSchema = z.enum([
  "completed",
  "failed",
  "signaled",
  "time_limit",
  "memory_limit",
  "output_limit",
  "compile_error",
  "cancelled",
]);
/**
 * How a run ended. `completed`: exit code 0. `failed`: another exit code. `signaled`: ended by a signal of its own.
 * `compile_error`: it never began. The exit code is then the compiler's, `null` where it took too long; the signal is
 * `SIGKILL` where it had not enough memory.
 */
export type Outcome = z.infer<typeof outcomeSchema>;

export const imageRefSchema = z.object({ tag: z.string(), id: z.string() });
export type ImageRef = z.infer<typeof imageRefSchema>;

export const runResultSchema = z.object({
  id: runIdSchema,
  language: z.string(),
  /** Where the program ran; of one that was stopped before it began, where it was asked to: Docker unless it named another. */
  backend: backendSchema,
  /** Whether that is a container. */
  isolated: z.boolean(),
  /** Whether a sandbox was waiting for it. */
  warm: z.boolean(),
  outcome: outcomeSchema,
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  truncated: z.object({ stdout: z.boolean(), stderr: z.boolean() }),
  /**
   * From the hand-over of the program to its end, in milliseconds; that of a compiled program begins where compiling
   * ended. Where it did not compile: how long the compiler worked. 0 where nothing was started.
   */
  wallMs: z.number(),
  /** From the same moment to its first byte of output; what a compiler says does not count. */
  firstOutputMs: z.number().nullable(),
  /** How long compiling took; only there where the language is compiled. */
  compileMs: z.number().optional(),
  peakMemoryBytes: z.int().nullable(),
  cpuMs: z.number().nullable(),
  limits: limitsSchema,
  image: imageRefSchema.nullable(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  source: sourceSchema,
});
export type RunResult = z.infer<typeof runResultSchema>;
