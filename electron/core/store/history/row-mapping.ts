import type { Ending } from "#shared/history.ts";
import type { HistoryEntry, HistoryRecord } from "#shared/history-schema.ts";
import type { Backend, ProgramFile, RunResult, Source } from "#shared/run.ts";
import { type OutputPiece, toTranscript } from "./records.ts";

/** A row of `runs`, as the columns are named. */
export interface RunRow {
  seq: number;
  id: string;
  at: number;
  language: string;
  source: string;
  backend: string | null;
  ending: string;
  exit_code: number | null;
  wall_ms: number | null;
  first_output_ms: number | null;
  warm: number | null;
  error_code: string | null;
  entry: string;
  file_count: number;
  code_bytes: number;
  preview: string;
  repeats: number;
}

export const RUN_COLUMNS =
  "seq, id, at, language, source, backend, ending, exit_code, wall_ms, first_output_ms, warm, error_code, entry, file_count, code_bytes, preview, repeats";

export interface DetailRow {
  files: string;
  request: string;
  stdin: string | null;
  result: string | null;
  transcript: string | null;
  error: string | null;
}

/** What `details.request` holds. */
export type KeptRequest = Pick<HistoryRecord, "filesTruncated" | "settings" | "installation">;

export const toEntry = (row: RunRow): HistoryEntry => ({
  seq: row.seq,
  id: row.id,
  at: new Date(row.at).toISOString(),
  language: row.language,
  source: row.source as Source,
  backend: row.backend as Backend | null,
  ending: row.ending as Ending,
  exitCode: row.exit_code,
  wallMs: row.wall_ms,
  firstOutputMs: row.first_output_ms,
  warm: row.warm === null ? null : row.warm === 1,
  errorCode: row.error_code,
  entry: row.entry,
  fileCount: row.file_count,
  codeBytes: row.code_bytes,
  preview: row.preview,
  repeats: row.repeats,
});

export function toRecord(row: RunRow & DetailRow): HistoryRecord {
  const parse = <T>(text: string | null, otherwise: T): T => (text === null ? otherwise : (JSON.parse(text) as T));
  const result = parse<RunResult | null>(row.result, null);
  return {
    ...toEntry(row),
    ...parse<KeptRequest>(row.request, {} as KeptRequest),
    files: parse<ProgramFile[]>(row.files, []),
    stdin: parse(row.stdin, { text: "", truncated: false, whole: false }),
    result,
    transcript: result ? toTranscript(parse<OutputPiece[]>(row.transcript, []), result) : [],
    error: parse<HistoryRecord["error"]>(row.error, null),
  };
}
