import type { RunResult } from "#shared/run.ts";
import type { Core } from "../core/core.ts";
import type { RunSummary } from "./shapes.ts";

/** The runs that have ended, as the API tells of them. */
export interface Executions {
  /** The newest first. */
  list(limit: number): Promise<RunSummary[]>;
  get(id: string): Promise<RunResult | null>;
  close(): void;
}

const MAX_RUNS = 500;
const MAX_TEXT = 16 * 1024 * 1024;

/** Remembers the last runs of this process: at most 500, and no more than 16 million characters of output. */
export function rememberExecutions(events: Core["events"]): Executions {
  const runs = new Map<string, RunResult>();
  let text = 0;
  const sizeOf = ({ stdout, stderr }: RunResult): number => stdout.length + stderr.length;

  const forget = (run: RunResult): void => {
    runs.delete(run.id);
    text -= sizeOf(run);
  };
  const off = events.on("run.finished", ({ result }) => {
    const before = runs.get(result.id);
    if (before) forget(before);
    runs.set(result.id, result);
    text += sizeOf(result);
    for (const oldest of runs.values()) {
      if (runs.size <= MAX_RUNS && text <= MAX_TEXT) break;
      forget(oldest);
    }
  });

  return {
    list: async (limit) => [...runs.values()].slice(-limit).reverse().map(toSummary),
    get: async (id) => runs.get(id) ?? null,
    close: off,
  };
}

const toSummary = ({ stdout: _stdout, stderr: _stderr, truncated: _truncated, ...summary }: RunResult): RunSummary =>
  summary;
