import * as z from "zod";
import { failureSchema } from "./errors.ts";
import { ENDINGS, EXPORT_FORMATS, FLAG_KINDS, MAX_SEARCH_TEXT } from "./history.ts";
import { limitsSchema } from "./limits-schema.ts";
import { backendPolicySchema, backendSchema, programFileSchema, runResultSchema, sourceSchema } from "./run.ts";

const isoTimeSchema = z.iso.datetime();
export const seqSchema = z.int().min(1);

/** One line of the list. */
export const historyEntrySchema = z.object({
  /** The record's number: grows with time and is never used again. Pages are cut by it. */
  seq: seqSchema,
  /** The run's id, which its client made. */
  id: z.string(),
  /** When it was asked for; ISO 8601, UTC. */
  at: isoTimeSchema,
  language: z.string(),
  source: sourceSchema,
  /** `null` where it was refused before that was decided. */
  backend: backendSchema.nullable(),
  ending: z.enum(ENDINGS),
  exitCode: z.int().nullable(),
  wallMs: z.number().nullable(),
  firstOutputMs: z.number().nullable(),
  warm: z.boolean().nullable(),
  /** Why it was refused. */
  errorCode: z.string().nullable(),
  /** The file that is run, and how many there are. */
  entry: z.string(),
  fileCount: z.int(),
  codeBytes: z.int(),
  /** The first line of code that says something, shortened. */
  preview: z.string(),
  /** More refusals of the same kind that followed at once and were not recorded one by one. */
  repeats: z.int(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** Everything that is kept of a run. */
export const historyRecordSchema = historyEntrySchema.extend({
  files: z.array(programFileSchema),
  /** Whether files were too large to be kept whole. */
  filesTruncated: z.boolean(),
  /** The input: given with the run, or typed; shortened to its beginning where it was long. */
  stdin: z.object({ text: z.string(), truncated: z.boolean(), whole: z.boolean() }),
  /** `null` while it runs, and where it was refused or interrupted. */
  result: runResultSchema.nullable(),
  /** The output in the order in which it came, standard output and standard error in turns. */
  transcript: z.array(z.object({ stream: z.enum(["stdout", "stderr"]), text: z.string() })),
  error: failureSchema.nullable(),
  /** What was in force. */
  settings: z.object({
    backendPolicy: backendPolicySchema,
    askedBackend: backendPolicySchema.nullable(),
    limits: limitsSchema,
    /** Who had set the policy in force; `null` where there was none. */
    policyBy: z.string().nullable(),
  }),
  installation: z.string(),
});
export type HistoryRecord = z.infer<typeof historyRecordSchema>;

export const historyFilterSchema = z.object({
  languages: z.array(z.string().max(64)).max(50).optional(),
  endings: z.array(z.enum(ENDINGS)).max(ENDINGS.length).optional(),
  backends: z.array(backendSchema).max(2).optional(),
  sources: z.array(sourceSchema).max(3).optional(),
  /** From this moment on, and before that one. */
  from: isoTimeSchema.optional(),
  to: isoTimeSchema.optional(),
  /** Appears somewhere in the code, as it stands here; upper and lower case are alike. */
  text: z.string().max(MAX_SEARCH_TEXT).optional(),
});
export type HistoryFilter = z.infer<typeof historyFilterSchema>;

export const historyStatusSchema = z.object({
  /** `failing`: runs go on, but cannot be recorded just now. `off`: history cannot be kept here at all. */
  state: z.enum(["on", "failing", "off"]),
  /** Why, and what to do; `null` where it is on. */
  message: z.string().nullable(),
  /** What happened to the history since Sandpit was started: damage that was found, runs that were removed. */
  notices: z.array(z.string()),
  runs: z.int(),
  /** What code, input and output of all runs take, and the whole file. */
  recordBytes: z.int(),
  fileBytes: z.int(),
  oldestAt: isoTimeSchema.nullable(),
});
export type HistoryStatus = z.infer<typeof historyStatusSchema>;

export const exportFormatSchema = z.enum(EXPORT_FORMATS);

/** Which runs: those with these numbers, or else all that the filter lets through. */
export const historySelectionSchema = z.object({
  seqs: z.array(seqSchema).max(10_000).optional(),
  filter: historyFilterSchema.optional(),
});
export type HistorySelection = z.infer<typeof historySelectionSchema>;

/** Repeated runs into the same limit, from one source. */
export const flagSchema = z.object({
  id: z.int(),
  source: sourceSchema,
  kind: z.enum(FLAG_KINDS),
  /** How many runs are behind it, and the numbers of the latest of them in history, newest first. */
  count: z.int(),
  seqs: z.array(seqSchema),
  firstAt: isoTimeSchema,
  lastAt: isoTimeSchema,
  /** One sentence for people. */
  message: z.string(),
});
export type Flag = z.infer<typeof flagSchema>;

export const auditProblemSchema = z.object({
  /** The number of the first record that is not as it was written. */
  seq: z.int(),
  kind: z.enum([
    "changed",
    "removed",
    "moved",
    "cut_off",
    "unreadable",
    "anchor_missing",
    "run_changed",
    "run_removed",
  ]),
  /** One sentence for people. */
  message: z.string(),
});

export type AuditProblem = z.infer<typeof auditProblemSchema>;

export const auditReportSchema = z.object({
  ok: z.boolean(),
  /** How many records were examined; the first and last of them; 0 where there are none. */
  records: z.int(),
  firstSeq: z.int(),
  lastSeq: z.int(),
  /** How many older records retention has removed. */
  pruned: z.int(),
  /** Where the trail was begun anew because the database was damaged: when, and in which file the one before is. */
  begunAnew: z
    .object({
      at: isoTimeSchema,
      file: z.string().nullable(),
      /** Up to which record the one before went at least; `null` where that is not known. */
      lastSeq: z.int().nullable(),
    })
    .nullable(),
  problem: auditProblemSchema.nullable(),
});
export type AuditReport = z.infer<typeof auditReportSchema>;
