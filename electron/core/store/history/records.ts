import type { Failure } from "#shared/errors.ts";
import type { Ending, FlagKind } from "#shared/history.ts";
import type { HistoryRecord } from "#shared/history-schema.ts";
import type { Limits } from "#shared/limits.ts";
import { toReportedLimit } from "#shared/program-errors.ts";
import type { Backend, BackendPolicy, ProgramFile, RunResult, Source } from "#shared/run.ts";

/** A run as it is recorded before it starts. */
export interface NewRun {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  language: string;
  source: Source;
  backend: Backend | null;
  entry: string;
  files: readonly ProgramFile[];
  settings: {
    backendPolicy: BackendPolicy;
    askedBackend: BackendPolicy | null;
    limits: Limits;
    policyBy: string | null;
  };
}

/** A piece of output in the order in which it came: how much of which stream, in UTF-16 code units. */
export type OutputPiece = [stream: 0 | 1, length: number];

/** How a run ended: with a result, or with the reason why it never ran. */
export interface RunEnd {
  at: number;
  result: RunResult | null;
  error: Failure | null;
  stdin: HistoryRecord["stdin"];
  pieces: OutputPiece[];
  /** When so many runs from one source meet one limit within this time, a flag is raised; 0 runs: never. */
  abuse: { runs: number; withinMs: number };
}

/** How a run's ending is named in history. */
export const toEnding = ({ result }: Pick<RunEnd, "result">): Ending => result?.outcome ?? "refused";

/** Which limit a run, or its compiler, met, as far as can be told; `null` where none. */
export function toLimitHit(
  result: Pick<RunResult, "outcome" | "exitCode" | "signal" | "isolated" | "stderr">,
): FlagKind | null {
  const { outcome, exitCode, signal, isolated, stderr } = result;
  if (outcome === "time_limit" || outcome === "memory_limit" || outcome === "output_limit") return outcome;
  if (outcome === "compile_error") {
    if (signal === "SIGKILL") return "memory_limit";
    return exitCode === null ? "time_limit" : null;
  }
  const gaveUp = outcome === "failed" || outcome === "signaled";
  // Only a sandbox bounds processes.
  return gaveUp && isolated && toReportedLimit(stderr) === "processes" ? "process_limit" : null;
}

/** The most code that is kept of one run: the most that a run can be allowed. */
export const MAX_KEPT_CODE = 1024 * 1024;

/** The files as they are kept. What a refused run sent beyond all bounds is cut off. */
export function toKeptFiles(files: readonly ProgramFile[]): { files: ProgramFile[]; truncated: boolean } {
  let room = MAX_KEPT_CODE;
  let truncated = false;
  const kept = files.map(({ path, content }) => {
    const part = content.slice(0, room);
    room -= part.length;
    truncated ||= part.length < content.length;
    return { path, content: part };
  });
  return { files: kept, truncated };
}

const MAX_PREVIEW = 120;

/** The first line of the entry that says something: neither empty nor a comment, where there is such a line. */
export function toPreview(entry: string, files: readonly ProgramFile[]): string {
  const content = (files.find(({ path }) => path === entry) ?? files[0])?.content.slice(0, 8_192) ?? "";
  const lines = content.split(/\r\n|\r|\n/).map((line) => line.trim());
  const first =
    lines.find((line) => line !== "" && !/^(#|\/\/|\/\*|\*)/.test(line)) ?? lines.find((line) => line !== "");
  return (first ?? "").slice(0, MAX_PREVIEW);
}

/** Puts the output back into the order in which it came. What the pieces do not cover follows at the end. */
export function toTranscript(
  pieces: readonly OutputPiece[],
  { stdout, stderr }: Pick<RunResult, "stdout" | "stderr">,
): HistoryRecord["transcript"] {
  const texts = [stdout, stderr];
  const at = [0, 0];
  const transcript: HistoryRecord["transcript"] = [];
  const add = (stream: 0 | 1, length: number) => {
    const from = at[stream] ?? 0;
    const text = (texts[stream] ?? "").slice(from, from + length);
    at[stream] = from + text.length;
    if (text !== "") transcript.push({ stream: stream === 0 ? "stdout" : "stderr", text });
  };
  for (const [stream, length] of pieces) add(stream, length);
  add(0, Number.POSITIVE_INFINITY);
  add(1, Number.POSITIVE_INFINITY);
  return transcript;
}

/** What is looked through for text: the content of all files, from how they are kept. */
export const toIndexedCode = (keptFiles: string): string =>
  (JSON.parse(keptFiles) as ProgramFile[]).map(({ content }) => content).join("\n");
