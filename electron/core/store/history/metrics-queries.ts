import type { DatabaseSync } from "node:sqlite";
import { FLAG_KINDS } from "#shared/history.ts";
import type { Metrics, Percentiles } from "#shared/metrics-schema.ts";
import type { Flags } from "./flags.ts";

/** Midnight at the start of the day that lies `daysBefore` days before `now`, in the local time zone. */
function startOfDay(now: Date, daysBefore: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBefore);
}

const toDay = (date: Date) =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/** Of a run that was stopped before it began, or that could not be prepared, there is nothing to measure. */
const BEGAN = "wall_ms > 0";

/** Numbers about the runs of the last `days` days, today included. Refusals count with their repetitions. */
export function toMetrics(db: DatabaseSync, flags: Flags, days: number, now: Date): Metrics {
  const from = startOfDay(now, days - 1).getTime();
  const to = now.getTime();
  const within = "at BETWEEN ? AND ?";
  const one = (sql: string) => db.prepare(sql).get(from, to) as Record<string, number | null>;
  const all = (sql: string) => db.prepare(sql).all(from, to) as Record<string, string | number>[];

  const counts = (column: string) =>
    all(`SELECT ${column} AS name, sum(1 + repeats) AS runs FROM runs WHERE ${within} AND ${column} IS NOT NULL
      GROUP BY 1 ORDER BY 2 DESC, 1`).map(({ name, runs }) => ({ name: String(name), runs: Number(runs) }));

  /** By nearest rank: the smallest value that so many hundredths of all values do not exceed. */
  const percentiles = (column: string, and = ""): Percentiles => {
    const found = one(`WITH ranked AS (
        SELECT ${column} AS value, row_number() OVER (ORDER BY ${column}) AS rank, count(*) OVER () AS count
        FROM runs WHERE ${within} AND ${column} IS NOT NULL ${and})
      SELECT max(count) AS count, max(value) AS max,
        min(value) FILTER (WHERE rank >= count * 0.50) AS p50,
        min(value) FILTER (WHERE rank >= count * 0.90) AS p90,
        min(value) FILTER (WHERE rank >= count * 0.99) AS p99 FROM ranked`);
    const { count, p50, p90, p99, max } = found;
    return count ? { count, p50: Number(p50), p90: Number(p90), p99: Number(p99), max: Number(max) } : null;
  };

  const totals = one(`SELECT coalesce(sum(1 + repeats), 0) AS runs,
    coalesce(sum(1 + repeats) FILTER (WHERE ending = 'refused'), 0) AS refused,
    count(*) FILTER (WHERE backend = 'docker' AND ${BEGAN}) AS isolated,
    count(*) FILTER (WHERE backend = 'docker' AND warm = 1 AND ${BEGAN}) AS warm FROM runs WHERE ${within}`);
  const limits = all(
    `SELECT limit_hit AS name, count(*) AS runs FROM runs WHERE ${within} AND limit_hit IS NOT NULL GROUP BY 1`,
  );
  const perDay = new Map(
    all(`SELECT strftime('%Y-%m-%d', at / 1000, 'unixepoch', 'localtime') AS day, sum(1 + repeats) AS runs,
      count(*) FILTER (WHERE ending = 'completed') AS good, count(limit_hit) AS limited,
      coalesce(sum(1 + repeats) FILTER (WHERE ending = 'refused'), 0) AS refused
      FROM runs WHERE ${within} GROUP BY 1`).map((row) => [String(row.day), row]),
  );
  const byDay = Array.from({ length: days }, (_, index) => {
    const day = toDay(startOfDay(now, days - 1 - index));
    const of = (name: string) => Number(perDay.get(day)?.[name] ?? 0);
    return { day, runs: of("runs"), good: of("good"), limited: of("limited"), refused: of("refused") };
  });

  return {
    from: new Date(from).toISOString(),
    to: now.toISOString(),
    runs: Number(totals.runs),
    refused: Number(totals.refused),
    byDay,
    byLanguage: counts("language"),
    byEnding: counts("ending"),
    byBackend: counts("backend"),
    bySource: counts("source"),
    wallMs: percentiles("wall_ms", `AND ${BEGAN}`),
    firstOutputMs: percentiles("first_output_ms"),
    firstOutputWarmMs: percentiles("first_output_ms", "AND warm = 1"),
    firstOutputColdMs: percentiles("first_output_ms", "AND warm = 0"),
    isolated: Number(totals.isolated),
    warm: Number(totals.warm),
    limitsHit: Object.fromEntries(
      FLAG_KINDS.map((kind) => [kind, Number(limits.find(({ name }) => name === kind)?.runs ?? 0)]),
    ) as Metrics["limitsHit"],
    flags: flags.list(from, to),
  };
}
