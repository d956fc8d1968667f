import type { Failure } from "#shared/errors.ts";
import { formatBytes, formatDuration } from "#shared/format.ts";
import {
  ENDINGS,
  type Ending,
  EXPORT_FORMATS,
  type ExportFormat,
  MAX_SEARCH_TEXT,
  MAX_SELECTED,
} from "#shared/history.ts";
import type { HistoryEntry, HistoryFilter, HistoryRecord } from "#shared/history-schema.ts";
import { findKnownRuns } from "#shared/known-runs.ts";
import type { Backend, Source } from "#shared/run.ts";
import { isConfirmed } from "./confirm.ts";
import { toLocalTime, toMoment } from "./moments.ts";
import { toPlainText } from "./plain-text.ts";
import { printFailure, printJson, printTable } from "./print.ts";
import type { Session } from "./session.ts";
import { toWholeNumber } from "./whole-number.ts";

const PAGE = 200;
const MAX_SEQ = 999_999_999_999_999;

export interface FilterOptions {
  language?: string[];
  ending?: string[];
  backend?: string[];
  source?: string[];
  since?: string;
  until?: string;
  text?: string;
}

/** The options as a filter; a day alone means its beginning, in the local time zone. */
export function toFilter(options: FilterOptions): HistoryFilter | Failure {
  const moments: Record<string, string> = {};
  for (const [name, text] of [
    ["from", options.since],
    ["to", options.until],
  ] as const) {
    if (text === undefined) continue;
    const moment = toMoment(text);
    if (moment === null)
      return { code: "invalid_input", message: `${text} is no date. Write it like 2026-01-31 or 2026-01-31T14:00.` };
    moments[name] = moment.toISOString();
  }
  const wrong = options.ending?.find((ending) => !(ENDINGS as readonly string[]).includes(ending));
  if (wrong) return { code: "invalid_input", message: `"${wrong}" is no ending. Choose from: ${ENDINGS.join(", ")}.` };
  if (options.text !== undefined && options.text.length > MAX_SEARCH_TEXT)
    return { code: "invalid_input", message: `--text takes ${MAX_SEARCH_TEXT} characters at the most.` };
  return {
    ...moments,
    ...(options.language && { languages: options.language }),
    ...(options.ending && { endings: options.ending as Ending[] }),
    ...(options.backend && { backends: options.backend as Backend[] }),
    ...(options.source && { sources: options.source as Source[] }),
    ...(options.text !== undefined && { text: options.text }),
  };
}

const isFailure = (value: HistoryFilter | Failure): value is Failure => "code" in value;

const toRow = (entry: HistoryEntry): string[] => [
  String(entry.seq),
  toLocalTime(new Date(entry.at)),
  entry.language,
  entry.source,
  entry.backend ?? "-",
  entry.ending + (entry.repeats > 0 ? ` ×${entry.repeats + 1}` : ""),
  entry.wallMs === null ? "-" : formatDuration(entry.wallMs),
  toPlainText(entry.preview).slice(0, 60),
];

/** `sandpit history list`: newest first; `--json` prints one run a line. */
export async function listHistory(
  session: Session,
  { json, limit, ...options }: FilterOptions & { json?: boolean; limit: string },
): Promise<number> {
  const filter = toFilter(options);
  if (isFailure(filter)) return printFailure(filter, json);
  const wanted = toWholeNumber(limit, 1, MAX_SEQ);
  if (wanted === null)
    return printFailure(
      { code: "invalid_input", message: `--limit takes a whole number above 0, not "${limit}".` },
      json,
    );
  const entries: HistoryEntry[] = [];
  let before: number | undefined;
  while (entries.length < wanted) {
    const size = Math.min(PAGE, wanted - entries.length);
    const reply = await session.call("history.list", { filter, size, ...(before !== undefined && { before }) });
    if (!reply.ok) return printFailure(reply.error, json);
    entries.push(...reply.value.entries);
    if (reply.value.next === null) break;
    before = reply.value.next;
  }
  if (json) for (const entry of entries) printJson(entry);
  else if (entries.length === 0) process.stdout.write("No runs.\n");
  else printTable([["NUMBER", "AT", "LANGUAGE", "SOURCE", "BACKEND", "ENDING", "TIME", "CODE"], ...entries.map(toRow)]);
  return 0;
}

/** `sandpit history show NUMBER|ID`: a number that is also a run's id means the record with that number. */
export async function showHistory(session: Session, key: string, { json }: { json?: boolean }): Promise<number> {
  const seq = toWholeNumber(key, 1, MAX_SEQ);
  const reply = await session.call("history.get", seq === null ? { id: key } : { seq });
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else process.stdout.write(toReport(reply.value));
  return 0;
}

function toReport(record: HistoryRecord): string {
  const { settings, result, error } = record;
  const { limits } = settings;
  const rows: [string, string | null][] = [
    ["number", String(record.seq)],
    ["id", record.id],
    ["at", record.at],
    ["language", record.language],
    ["source", record.source],
    ["backend", record.backend && `${record.backend}${record.warm ? ", warm" : ""}`],
    ["ending", `${record.ending}${record.exitCode === null ? "" : ` (exit code ${record.exitCode})`}`],
    ["refused", error && `${error.code}: ${error.message}`],
    ["and again", record.repeats > 0 ? `${record.repeats} times` : null],
    ["time", record.wallMs === null ? null : formatDuration(record.wallMs)],
    ["limits", `${formatDuration(limits.wallMs)}, ${formatBytes(limits.memoryBytes)}, ${limits.cpus} processors`],
    ["policy", settings.policyBy],
    ["image", result?.image ? `${result.image.tag} ${result.image.id}` : null],
  ];
  const facts = rows.flatMap(([name, value]) => (value === null ? [] : `${name.padEnd(10)}${toPlainText(value)}\n`));
  const section = (title: string, text: string) =>
    text === "" ? "" : `\n── ${toPlainText(title)}\n${toPlainText(text)}${text.endsWith("\n") ? "" : "\n"}`;
  return [
    ...facts,
    ...record.files.map(({ path, content }) => section(path, content)),
    section(`input${record.stdin.truncated ? " (its beginning)" : ""}`, record.stdin.text),
    section("output", record.transcript.map(({ text }) => text).join("")),
  ].join("");
}

/**
 * `sandpit history export`: to standard output, part by part. Exit code 1 where a run that was named is not there; the
 * others are printed.
 */
export async function exportHistory(
  session: Session,
  seqs: string[],
  { format, json, ...options }: FilterOptions & { format: string; json?: boolean },
): Promise<number> {
  const filter = toFilter(options);
  if (isFailure(filter)) return printFailure(filter, json);
  if (!(EXPORT_FORMATS as readonly string[]).includes(format))
    return printFailure(
      { code: "invalid_input", message: `--format takes ${EXPORT_FORMATS.join(" or ")}, not "${format}".` },
      json,
    );
  const numbers = seqs.map((text) => toWholeNumber(text, 1, MAX_SEQ));
  const wrong = seqs.find((_, index) => numbers[index] === null);
  if (wrong !== undefined)
    return printFailure(
      { code: "invalid_input", message: `"${wrong}" is not the number of a run. List them with: history list` },
      json,
    );
  if (numbers.length > MAX_SELECTED)
    return printFailure(
      { code: "invalid_input", message: `At most ${MAX_SELECTED} runs can be named. Narrow with options instead.` },
      json,
    );
  const named = numbers.filter((seq) => seq !== null);
  const known = new Set(await findKnownRuns(session.call, named));
  const missing = named.filter((seq) => !known.has(seq));
  const selection = named.length > 0 ? { seqs: named } : { filter };
  const code = await printParts(session, json, (after) =>
    session.call("history.export", { format: format as ExportFormat, selection, ...(after !== null && { after }) }),
  );
  if (code !== 0 || missing.length === 0) return code;
  const shown = missing.slice(0, 10).join(", ") + (missing.length > 10 ? ` and ${missing.length - 10} more` : "");
  process.stderr.write(
    `sandpit: ${missing.length === 1 ? `Run ${shown} is` : `Runs ${shown} are`} not in history, so ${missing.length === 1 ? "it is" : "they are"} not among these.\n`,
  );
  return 1;
}

/** Prints what a command answers in parts, no faster than it is read. */
export async function printParts(
  session: Session,
  json: boolean | undefined,
  ask: (after: number | null) => ReturnType<typeof session.call<"history.export">>,
): Promise<number> {
  let after: number | null = null;
  do {
    const reply = await ask(after);
    if (!reply.ok) return printFailure(reply.error, json);
    const { text, next } = reply.value;
    if (!process.stdout.write(text) && process.stdout.writable)
      await new Promise<void>((resolve) => process.stdout.once("drain", resolve).once("error", () => resolve()));
    after = process.stdout.writable ? next : null;
  } while (after !== null);
  return 0;
}

/** `sandpit history prune`: applies the retention rules now. */
export async function pruneHistory(session: Session, { json }: { json?: boolean }): Promise<number> {
  const reply = await session.call("history.prune", {});
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else process.stdout.write(`${reply.value.message}\n`);
  return 0;
}

/** `sandpit history clear`: asks first, unless told that it is meant. */
export async function clearHistory(
  session: Session,
  { json, yes }: { json?: boolean; yes?: boolean },
): Promise<number> {
  if (!yes && !(await isConfirmed("Remove all runs from history, for good?"))) {
    return printFailure(
      { code: "cancelled", message: "Nothing was removed. Add --yes to remove all runs without being asked." },
      json,
    );
  }
  const reply = await session.call("history.clear", {});
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else process.stdout.write(`${reply.value.removed} ${reply.value.removed === 1 ? "run was" : "runs were"} removed.\n`);
  return 0;
}
