import * as z from "zod";
import { MAX_METRICS_DAYS, MAX_PAGE, MAX_SELECTED } from "../history.ts";
import {
  auditReportSchema,
  exportFormatSchema,
  flagSchema,
  historyEntrySchema,
  historyFilterSchema,
  historyRecordSchema,
  historySelectionSchema,
  historyStatusSchema,
  seqSchema,
} from "../history-schema.ts";
import { metricsSchema } from "../metrics-schema.ts";
import { runIdSchema } from "../run.ts";
import { type CommandShapes, type EventShapes, nothing } from "./shapes.ts";

/** A part of an export: at most some hundred kilobytes. `next` asks for the part after it; `null` ends it. */
const exportPart = z.object({ text: z.string(), next: z.int().nullable() });

const ruleSchema = z.int().min(0);

/** The runs that were, the audit trail, and the numbers that come out of both. */
export const historyCommands = {
  /** Newest first. `before` is the `next` of the page before; without it the first page. */
  "history.list": {
    input: z.object({
      filter: historyFilterSchema.optional(),
      before: seqSchema.optional(),
      size: z.int().min(1).max(MAX_PAGE).optional(),
    }),
    output: z.object({ entries: z.array(historyEntrySchema), next: seqSchema.nullable() }),
  },
  "history.count": {
    input: z.object({ filter: historyFilterSchema.optional() }),
    output: z.object({ runs: z.int() }),
  },
  /** By its number, or by the run's id (the newest, should a client have used it twice). */
  "history.get": {
    input: z.union([z.object({ seq: seqSchema }), z.object({ id: runIdSchema })]),
    output: historyRecordSchema,
  },
  /** Runs that are under way stay. */
  "history.delete": {
    input: z.object({ seqs: z.array(seqSchema).min(1).max(MAX_SELECTED) }),
    output: z.object({ removed: z.int() }),
  },
  /** Removes every run that has ended. The audit trail notes that, and stays. */
  "history.clear": { input: nothing, output: z.object({ removed: z.int() }) },
  /** Applies the retention rules now; `message` says what they removed. */
  "history.prune": { input: nothing, output: z.object({ removed: z.int(), message: z.string() }) },
  /** What `history.prune` would remove under these rules; those that are not named are the ones in force. Removes nothing. */
  "history.previewPrune": {
    input: z.object({
      rules: z.object({ days: ruleSchema, runs: ruleSchema, bytes: ruleSchema, auditDays: ruleSchema }).partial(),
    }),
    output: z.object({ runs: z.int(), auditRecords: z.int() }),
  },
  /** In parts. The window has `history.saveExport`, which writes them to a file that the user chooses. */
  "history.export": {
    input: z.object({
      format: exportFormatSchema,
      selection: historySelectionSchema.optional(),
      after: z.int().optional(),
    }),
    output: exportPart,
  },
  "history.status": { input: nothing, output: historyStatusSchema },

  /** Reads the whole trail and names the first record that is not as it was written. */
  "audit.verify": { input: nothing, output: auditReportSchema },
  /** JSON Lines, oldest first, in parts. */
  "audit.export": { input: z.object({ after: z.int().optional() }), output: exportPart },

  /** The last `days` days, today included. */
  "metrics.summary": {
    input: z.object({ days: z.int().min(1).max(MAX_METRICS_DAYS).optional() }),
    output: metricsSchema,
  },
  "metrics.flags": { input: nothing, output: z.object({ flags: z.array(flagSchema) }) },
} as const satisfies CommandShapes;

export const historyEvents = {
  /** A run was recorded, or its record has changed. Those of other processes are told of within seconds. */
  "history.recorded": historyEntrySchema,
  /**
   * These, all that had ended up to number `upTo`, and all that had ended and were asked for before `before` (ISO 8601,
   * UTC). `null`: so much has changed that the list had better be read again.
   */
  "history.removed": z.object({
    seqs: z.array(seqSchema).nullable(),
    upTo: seqSchema.optional(),
    before: z.iso.datetime().optional(),
  }),
  /** History works again, or does not; or something happened to it that the user should know. */
  "history.noticed": z.object({ state: z.enum(["on", "failing", "off"]), message: z.string() }),
  "abuse.flagged": flagSchema,
} as const satisfies EventShapes;
