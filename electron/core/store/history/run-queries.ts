import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { ExportFormat } from "#shared/history.ts";
import type { HistoryEntry, HistoryFilter, HistoryRecord, HistorySelection } from "#shared/history-schema.ts";
import { toExportHead, toExportLine } from "./export-format.ts";
import { type DetailRow, RUN_COLUMNS, type RunRow, toEntry, toRecord } from "./row-mapping.ts";
import { toCodeSearch } from "./search-text.ts";

/** The most text in one part of an export; one run may go over it. */
const PART_CHARACTERS = 256 * 1024;

export interface RunQueries {
  /** Newest first, at most `size`, with numbers below `before`. */
  list(filter: HistoryFilter, before: number | null, size: number): { entries: HistoryEntry[]; next: number | null };
  count(filter: HistoryFilter): number;
  entry(seq: number): HistoryEntry | null;
  /** Of several with one id the newest that ran: one that was refused came with an id that was taken. */
  record(key: { seq: number } | { id: string }): HistoryRecord | null;
  /** Newest first; `after` is the `next` of the part before. */
  exportPart(
    format: ExportFormat,
    selection: HistorySelection,
    after: number | null,
  ): { text: string; next: number | null };
}

interface Conditions {
  where: string;
  values: SQLInputValue[];
}

/** A filter as conditions on `runs`; all values are bound, none becomes SQL. */
export function toConditions(filter: HistoryFilter, before: number | null): Conditions {
  const parts: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (sql: string, ...bound: SQLInputValue[]) => {
    parts.push(sql);
    values.push(...bound);
  };
  const anyOf = (column: string, wanted: readonly string[] | undefined) => {
    if (!wanted) return;
    if (wanted.length === 0) add("0");
    else add(`${column} IN (${wanted.map(() => "?").join(", ")})`, ...wanted);
  };
  if (before !== null) add("seq < ?", before);
  anyOf("language", filter.languages);
  anyOf("ending", filter.endings);
  anyOf("backend", filter.backends);
  anyOf("source", filter.sources);
  if (filter.from) add("at >= ?", Date.parse(filter.from));
  if (filter.to) add("at < ?", Date.parse(filter.to));
  if (filter.text) {
    const { index, match } = toCodeSearch(filter.text);
    add(`seq IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ?)`, match);
  }
  return { where: parts.length > 0 ? `WHERE ${parts.join(" AND ")}` : "", values };
}

export function createRunQueries(db: DatabaseSync): RunQueries {
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  /** Filters have a few dozen shapes; each is prepared once. */
  const prepare = (sql: string) => {
    const known = statements.get(sql) ?? db.prepare(sql);
    if (statements.size > 200) statements.clear();
    statements.set(sql, known);
    return known;
  };
  const rows = (filter: HistoryFilter, before: number | null, size: number): RunRow[] => {
    if (!filter.text) {
      const { where, values } = toConditions(filter, before);
      const sql = `SELECT ${RUN_COLUMNS} FROM runs ${where} ORDER BY seq DESC LIMIT ?`;
      return prepare(sql).all(...values, size) as unknown as RunRow[];
    }
    // The index gives its rows newest first and one by one, so that a frequent word costs no more than a rare one.
    const { index, match } = toCodeSearch(filter.text);
    const { where, values } = toConditions({ ...filter, text: undefined }, null);
    const sql = `SELECT ${RUN_COLUMNS} FROM ${index} CROSS JOIN runs ON runs.seq = ${index}.rowid
      ${where === "" ? "WHERE" : `${where} AND`} ${index} MATCH ? AND ${index}.rowid < ?
      ORDER BY ${index}.rowid DESC LIMIT ?`;
    return prepare(sql).all(...values, match, before ?? Number.MAX_SAFE_INTEGER, size) as unknown as RunRow[];
  };
  const details = (seq: number) =>
    prepare("SELECT files, request, stdin, result, transcript, error FROM details WHERE seq = ?").get(seq) as unknown as
      | DetailRow
      | undefined;
  const rowOf = (seq: number) =>
    prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE seq = ?`).get(seq) as unknown as RunRow | undefined;
  const complete = (row: RunRow | undefined): HistoryRecord | null => {
    const detail = row && details(row.seq);
    return row && detail ? toRecord({ ...row, ...detail }) : null;
  };

  return {
    list(filter, before, size) {
      const found = rows(filter, before, size + 1);
      const page = found.slice(0, size);
      return { entries: page.map(toEntry), next: found.length > size ? (page.at(-1)?.seq ?? null) : null };
    },
    count(filter) {
      const { where, values } = toConditions(filter, null);
      return Number(prepare(`SELECT count(*) AS runs FROM runs ${where}`).get(...values)?.runs);
    },
    entry(seq) {
      const row = rowOf(seq);
      return row ? toEntry(row) : null;
    },
    record(key) {
      if ("seq" in key) return complete(rowOf(key.seq));
      const sql = `SELECT ${RUN_COLUMNS} FROM runs WHERE id = ? ORDER BY ending = 'refused', seq DESC LIMIT 1`;
      return complete(prepare(sql).get(key.id) as unknown as RunRow | undefined);
    },
    exportPart(format, { seqs, filter = {} }, after) {
      let text = after === null ? toExportHead(format) : "";
      let last = after;
      const wanted = seqs && [...new Set(seqs)].sort((a, b) => b - a).filter((seq) => after === null || seq < after);
      for (;;) {
        const chosen = wanted ? wanted.splice(0, 50).flatMap((seq) => rowOf(seq) ?? []) : rows(filter, last, 50);
        for (const row of chosen) {
          const record = complete(row);
          if (record) text += toExportLine(format, record);
          last = row.seq;
          if (text.length > PART_CHARACTERS) return { text, next: last };
        }
        if (wanted ? wanted.length === 0 : chosen.length < 50) return { text, next: null };
      }
    },
  };
}
