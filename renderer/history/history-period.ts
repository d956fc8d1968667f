import type { HistoryFilter } from "#shared/history-schema.ts";

const DAY_MS = 24 * 3_600_000;

/** The stretches of time that the list can be narrowed to. */
export const PERIODS = [
  { value: "1", label: "Last 24 hours", ms: DAY_MS },
  { value: "7", label: "Last 7 days", ms: 7 * DAY_MS },
  { value: "30", label: "Last 30 days", ms: 30 * DAY_MS },
] as const;

/** One of `PERIODS`, days that the user names, or any time. */
export type Period = (typeof PERIODS)[number]["value"] | "dates" | "";

type Times = Pick<HistoryFilter, "from" | "to">;

/** What a period lets through. Days to be named begin with today alone. */
export function toTimes(period: Period, now: Date = new Date()): Times {
  if (period === "dates") return { from: toDayStart(toDay(now)), to: toDayEnd(toDay(now)) };
  const ms = PERIODS.find(({ value }) => value === period)?.ms;
  return { from: ms === undefined ? undefined : new Date(now.getTime() - ms).toISOString(), to: undefined };
}

/** `2026-11-23` in the local time zone, as date fields have it. */
export const toDay = (date: Date): string =>
  [
    String(date.getFullYear()).padStart(4, "0"),
    ...[date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")),
  ].join("-");

/** The moment at which a day begins; `undefined` where none is named. */
export function toDayStart(day: string): string | undefined {
  const start = new Date(`${day}T00:00`);
  return Number.isNaN(start.getTime()) ? undefined : start.toISOString();
}

/** The moment at which the day after begins: everything before it is of the day. */
export function toDayEnd(day: string): string | undefined {
  const end = new Date(`${day}T00:00`);
  if (Number.isNaN(end.getTime())) return undefined;
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}

/** The first and the last day of a filter; empty where it is open to that side. */
export const toDays = ({ from, to }: Times): { first: string; last: string } => ({
  first: from === undefined ? "" : toDay(new Date(from)),
  last: to === undefined ? "" : toDay(new Date(Date.parse(to) - 1)),
});
