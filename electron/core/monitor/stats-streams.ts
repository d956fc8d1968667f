import type { ContainerSample } from "#shared/monitor.ts";
import { MONITOR_HISTORY_MS } from "#shared/monitor-limits.ts";
import type { Engine } from "../engine/engine.ts";
import { toContainerSample } from "./container-stats.ts";

/** How long after a stream broke it is opened again, where the container still runs. */
const REOPEN_MS = 1_000;

export interface StatsStreams {
  /** Opens and closes streams so that exactly these containers have one. */
  want(engine: Engine | null, ids: ReadonlySet<string>): void;
  /** What is kept of these containers, oldest first. */
  kept(ids: readonly string[]): ContainerSample[];
  /** How many streams are open. */
  open(): number;
}

export interface StatsStreamsOptions {
  onSample: (sample: ContainerSample) => void;
  log: (line: string, error?: unknown) => void;
  now?: () => number;
}

/** One stream of statistics for each wanted container, and what came of them in the last `MONITOR_HISTORY_MS`. */
export function createStatsStreams({ onSample, log, now = Date.now }: StatsStreamsOptions): StatsStreams {
  const streams = new Map<string, AbortController>();
  const history = new Map<string, { receivedAt: number; sample: ContainerSample }[]>();
  let engine: Engine | null = null;
  let wanted: ReadonlySet<string> = new Set();

  const forgetOld = () => {
    const oldest = now() - MONITOR_HISTORY_MS;
    for (const [id, samples] of history) {
      while (samples[0] && samples[0].receivedAt < oldest) samples.shift();
      if (samples.length === 0) history.delete(id);
    }
  };

  const open = async (on: Engine, id: string) => {
    const closing = new AbortController();
    streams.set(id, closing);
    try {
      await on.followStats(id, closing.signal, (stats) => {
        const sample = closing.signal.aborted ? null : toContainerSample(id, stats);
        if (!sample) return;
        const samples = history.get(id) ?? [];
        history.set(id, samples);
        samples.push({ receivedAt: now(), sample });
        forgetOld();
        onSample(sample);
      });
    } catch (error) {
      log("A container's statistics broke off", error);
    }
    if (streams.get(id) !== closing) return;
    streams.delete(id);
    setTimeout(settle, REOPEN_MS).unref();
  };

  const settle = () => {
    for (const [id, closing] of streams) {
      if (wanted.has(id)) continue;
      streams.delete(id);
      closing.abort();
    }
    if (!engine) return;
    for (const id of wanted) if (!streams.has(id)) void open(engine, id);
  };

  return {
    want(on, ids) {
      if (on !== engine) {
        for (const closing of streams.values()) closing.abort();
        streams.clear();
      }
      engine = on;
      wanted = ids;
      settle();
    },
    kept(ids) {
      forgetOld();
      return ids.flatMap((id) => (history.get(id) ?? []).map(({ sample }) => sample));
    },
    open: () => streams.size,
  };
}
