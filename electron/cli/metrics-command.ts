import { formatDuration } from "#shared/format.ts";
import { MAX_METRICS_DAYS } from "#shared/history.ts";
import type { Percentiles } from "#shared/metrics-schema.ts";
import { toLocalDay, toLocalTime } from "./moments.ts";
import { printFailure, printJson, printTable } from "./print.ts";
import type { Session } from "./session.ts";
import { toWholeNumber } from "./whole-number.ts";

/** `sandpit metrics`: numbers about the runs of the last days. */
export async function showMetrics(session: Session, { json, days }: { json?: boolean; days: string }): Promise<number> {
  const wanted = toWholeNumber(days, 1, MAX_METRICS_DAYS);
  if (wanted === null)
    return printFailure(
      {
        code: "invalid_input",
        message: `--days takes a whole number from 1 to ${MAX_METRICS_DAYS}, not "${days}".`,
      },
      json,
    );
  const reply = await session.call("metrics.summary", { days: wanted });
  if (!reply.ok) return printFailure(reply.error, json);
  const { value } = reply;
  if (json) {
    printJson(value);
    return 0;
  }
  const counts = (title: string, list: typeof value.byLanguage) => [
    title,
    list.map(({ name, runs }) => `${name} ${runs}`).join(", ") || "-",
  ];
  const limits = Object.entries(value.limitsHit).map(([name, runs]) => ({ name, runs }));
  printTable([
    ["days", `${days}, since ${toLocalDay(new Date(value.from))}`],
    ["runs", `${value.runs}, of which ${value.refused} were refused`],
    counts("language", value.byLanguage),
    counts("ending", value.byEnding),
    counts("backend", value.byBackend),
    counts("source", value.bySource),
    ["time", toText(value.wallMs)],
    ["first output", toText(value.firstOutputMs)],
    [
      "warm",
      value.isolated === 0
        ? "-"
        : `${Math.round((100 * value.warm) / value.isolated)} % of ${value.isolated} runs in a container`,
    ],
    counts(
      "limits met",
      limits.filter(({ runs }) => runs > 0),
    ),
    ["busiest day", toBusiest(value.byDay)],
  ]);
  for (const { lastAt, message, seqs } of value.flags)
    process.stdout.write(
      `\n! ${toLocalTime(new Date(lastAt)).slice(0, 16)}  ${message} Runs: ${seqs.slice(0, 10).join(", ")}\n`,
    );
  return 0;
}

const toText = (found: Percentiles): string =>
  found === null
    ? "-"
    : `half within ${formatDuration(found.p50)}, 90 % within ${formatDuration(found.p90)}, 99 % within ${formatDuration(found.p99)} (${found.count} runs)`;

function toBusiest(days: readonly { day: string; runs: number }[]): string {
  const busiest = days.reduce<{ day: string; runs: number } | null>(
    (most, day) => (day.runs > (most?.runs ?? 0) ? day : most),
    null,
  );
  return busiest ? `${busiest.day}, ${busiest.runs} runs` : "-";
}
