/** What is told of a run in history: how it ended, or why it has no end. */
export const ENDINGS = [
  "running",
  "completed",
  "failed",
  "signaled",
  "time_limit",
  "memory_limit",
  "output_limit",
  "compile_error",
  "cancelled",
  "refused",
  "interrupted",
] as const;
/** A run's outcome; or `running`; `refused`: it never ran; `interrupted`: Sandpit ended before the run did. */
export type Ending = (typeof ENDINGS)[number];

export const EXPORT_FORMATS = ["jsonl", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The most entries that one page of history holds. */
export const MAX_PAGE = 200;
/** The most runs that one command deletes or exports by number. */
export const MAX_SELECTED = 10_000;
/** The longest text that can be looked for, in characters. */
export const MAX_SEARCH_TEXT = 200;
/** The most days that one summary of numbers covers. */
export const MAX_METRICS_DAYS = 366;

/** What can be met often enough to raise a flag. `process_limit` is what the program itself said of it. */
export const FLAG_KINDS = ["time_limit", "memory_limit", "output_limit", "process_limit"] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];
