/** One measured quantity. `runs` is how many measurements its median is of. */
export interface BenchResult {
  name: string;
  median: number;
  unit: string;
  runs: number;
}

export interface BenchReport {
  add(name: string, unit: string, value: number): void;
  /** Notes a ratio of two medians under `name`. */
  ratio(name: string, of: string, to: string): void;
  toJson(): { results: BenchResult[]; ratios: Record<string, number> };
  toText(): string;
}

/** The middle of the values; the mean of the two middle ones where their number is even. */
export function toMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** Collects measurements, and prints them with their ratios. */
export function createReport(): BenchReport {
  const measured = new Map<string, { unit: string; values: number[] }>();
  const ratios: Record<string, number> = {};
  const medianOf = (name: string) => toMedian(measured.get(name)?.values ?? []);
  const rounded = (value: number) => Number(value.toPrecision(4));

  const report: BenchReport = {
    add(name, unit, value) {
      const entry = measured.get(name) ?? { unit, values: [] };
      entry.values.push(value);
      measured.set(name, entry);
    },
    ratio(name, of, to) {
      const value = medianOf(of) / medianOf(to);
      if (Number.isFinite(value)) ratios[name] = rounded(value);
    },
    toJson() {
      const results = [...measured].map(([name, { unit, values }]) => ({
        name,
        median: rounded(toMedian(values)),
        unit,
        runs: values.length,
      }));
      return { results, ratios };
    },
    toText() {
      const { results } = report.toJson();
      const rows = results.map(
        ({ name, median, unit, runs }) =>
          `${name.padEnd(36)} ${String(median).padStart(10)} ${unit.padEnd(7)} (${runs})`,
      );
      const lines = Object.entries(ratios).map(([name, value]) => `${name.padEnd(36)} ${String(value).padStart(10)} ×`);
      return `${[...rows, "", ...lines].join("\n")}\n`;
    },
  };
  return report;
}
