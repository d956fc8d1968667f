import type { ExportFormat } from "#shared/history.ts";
import type { HistoryRecord } from "#shared/history-schema.ts";

const COLUMNS: readonly [string, (record: HistoryRecord) => string | number | boolean | null][] = [
  ["number", ({ seq }) => seq],
  ["id", ({ id }) => id],
  ["at", ({ at }) => at],
  ["language", ({ language }) => language],
  ["source", ({ source }) => source],
  ["backend", ({ backend }) => backend],
  ["ending", ({ ending }) => ending],
  ["exit_code", ({ exitCode }) => exitCode],
  ["wall_ms", ({ wallMs }) => wallMs],
  ["first_output_ms", ({ firstOutputMs }) => firstOutputMs],
  ["warm", ({ warm }) => warm],
  ["peak_memory_bytes", ({ result }) => result?.peakMemoryBytes ?? null],
  ["image", ({ result }) => result?.image?.id ?? null],
  ["error", ({ error }) => (error ? `${error.code}: ${error.message}` : null)],
  ["repeats", ({ repeats }) => repeats],
  ["entry", ({ entry }) => entry],
  [
    "code",
    ({ files }) =>
      files.map(({ path, content }) => (files.length > 1 ? `--- ${path}\n${content}` : content)).join("\n"),
  ],
  ["input", ({ stdin }) => stdin.text],
  ["stdout", ({ result }) => result?.stdout ?? null],
  ["stderr", ({ result }) => result?.stderr ?? null],
];

/**
 * One cell of a CSV file (RFC 4180). Quoted is also what divides cells where a spreadsheet's language has no comma for
 * that. Text that a spreadsheet would take for a formula gets an apostrophe before it
 * (OWASP, "CSV Injection"): it starts with one of = + - @ (in either width),
 * a tab, or a line break.
 */
export function toCsvCell(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+\-@＝＋－＠\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What stands before the first run; for CSV the byte order mark as well, by which spreadsheets know UTF-8. */
export const toExportHead = (format: ExportFormat): string =>
  format === "csv" ? `\uFEFF${COLUMNS.map(([name]) => name).join(",")}\r\n` : "";

/** One run as one line. */
export const toExportLine = (format: ExportFormat, record: HistoryRecord): string =>
  format === "csv" ? `${COLUMNS.map(([, of]) => toCsvCell(of(record))).join(",")}\r\n` : `${JSON.stringify(record)}\n`;
