import type { ContainerSample } from "#shared/monitor.ts";
import { MONITOR_HISTORY_MS } from "#shared/monitor-limits.ts";

/** One container's recent use, as the charts take it: times in seconds since the epoch, and the values at them. */
export interface SampleSeries {
  times: readonly number[];
  cpuPercent: readonly (number | null)[];
  memoryBytes: readonly number[];
}

/**
 * What containers used in the last minutes. It is no store: samples come many times a second, and are shown once a
 * second, all together, at the ticker's beat.
 */
export interface SampleBook {
  add(sample: ContainerSample): void;
  latest(id: string): ContainerSample | undefined;
  /** Everything kept, oldest first. */
  samples(id: string): readonly ContainerSample[];
  series(id: string): SampleSeries;
  /** Forgets what is older than the history, and containers that are in nobody's list any more. */
  prune(nowMs: number, known: (id: string) => boolean): void;
  size(): number;
}

const NONE: readonly ContainerSample[] = [];

/** Makes an empty book. */
export function createSampleBook(historyMs = MONITOR_HISTORY_MS): SampleBook {
  const pages = new Map<string, ContainerSample[]>();
  return {
    add(sample) {
      const page = pages.get(sample.id);
      if (!page) {
        pages.set(sample.id, [sample]);
        return;
      }
      // What is kept comes after a new watch was asked for, and may overlap with what has streamed in since.
      const after = page.findLastIndex(({ at }) => at <= sample.at);
      if (page[after]?.at === sample.at) return;
      page.splice(after + 1, 0, sample);
      const newest = page.at(-1)?.at ?? sample.at;
      const firstKept = page.findIndex(({ at }) => at >= newest - historyMs);
      if (firstKept > 0) page.splice(0, firstKept);
    },
    latest: (id) => pages.get(id)?.at(-1),
    samples: (id) => pages.get(id) ?? NONE,
    series(id) {
      const page = pages.get(id) ?? NONE;
      return {
        times: page.map(({ at }) => at / 1000),
        cpuPercent: page.map(({ cpuPercent }) => cpuPercent),
        memoryBytes: page.map(({ memoryBytes }) => memoryBytes),
      };
    },
    prune(nowMs, known) {
      for (const [id, page] of pages) {
        const last = page.at(-1);
        if (!known(id) || !last || last.at < nowMs - 2 * historyMs) pages.delete(id);
      }
    },
    size: () => pages.size,
  };
}
