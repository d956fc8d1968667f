import type { Metrics, Percentiles } from "#shared/metrics-schema.ts";

/** A share in whole hundredths: `87 %`; nothing to divide by is `–`. */
export const toPercentWords = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${Math.round((part / whole) * 100)} %`;

/** How many of the runs that began ended by themselves and well. */
export const toGoodShare = ({ byEnding, runs, refused }: Metrics): string =>
  toPercentWords(byEnding.find(({ name }) => name === "completed")?.runs ?? 0, runs - refused);

export const LIMIT_WORDS: Readonly<Record<keyof Metrics["limitsHit"], string>> = {
  time_limit: "Time",
  memory_limit: "Memory",
  output_limit: "Output",
  process_limit: "Processes",
};

/** The parts of each day, from the bottom of its bar to the top; together they are all runs of the day. */
export function toDayParts({ byDay }: Pick<Metrics, "byDay">) {
  return byDay.map(({ day, runs, good, limited, refused }) => ({
    ...{ day, runs, good, limited, refused },
    other: Math.max(0, runs - good - limited - refused),
  }));
}
export type DayParts = ReturnType<typeof toDayParts>[number];

/** `Mon 23 Nov`, from `2026-11-23`. */
export const toDayWords = (day: string, locale?: string): string =>
  new Date(`${day}T12:00:00`).toLocaleDateString(locale, { weekday: "short", day: "numeric", month: "short" });

/** Where percentiles stand on a logarithmic scale from 1 ms to `longest`, in hundredths of its length. */
export function toSpread({ p50, p90, p99 }: NonNullable<Percentiles>, longest: number) {
  const decades = Math.log10(Math.max(10, longest));
  const place = (ms: number) => Math.min(100, (Math.log10(Math.max(1, ms)) / decades) * 100);
  return { half: place(p50), most: place(p90), nearlyAll: place(p99) };
}
