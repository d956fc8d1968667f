import type { ContainerUsage, Engine } from "../engine/engine.ts";
import type { Usage } from "./guest.ts";

/** When the first sample is taken, and how often one follows. The hot path of short runs is left alone. */
const FIRST_MS = 150;
const INTERVAL_MS = 1_000;

export interface UsageMeter {
  start(): void;
  stop(): void;
  /** `null`s where the run was too short to be measured, or the engine cannot tell. */
  read(): Usage;
}

/**
 * Measures what a container uses while it runs; once it has exited, an engine cannot tell any more. Processor time counts
 * from the hand-over: what the interpreter took to get ready is not the program's.
 */
export function createUsageMeter(engine: Engine, containerId: string): UsageMeter {
  let baseline: ContainerUsage | null = null;
  let latest: ContainerUsage | null = null;
  let peakMemoryBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const sample = () => engine.usage(containerId).catch(() => null);
  // Taken while the interpreter waits, which costs no run anything.
  const prepared = sample().then((usage) => {
    baseline = usage;
  });

  const measure = async () => {
    const usage = await sample();
    if (usage) {
      latest = usage;
      peakMemoryBytes = Math.max(peakMemoryBytes, usage.memoryBytes);
    }
    if (!stopped) timer = setTimeout(measure, INTERVAL_MS);
  };

  return {
    start() {
      timer = setTimeout(() => void prepared.then(measure), FIRST_MS);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    read() {
      if (!latest) return { peakMemoryBytes: null, cpuMs: null };
      return { peakMemoryBytes, cpuMs: Math.round(latest.cpuMs - (baseline?.cpuMs ?? 0)) };
    },
  };
}
