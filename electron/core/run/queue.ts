import { SandpitError } from "#shared/errors.ts";
import { formatDuration } from "#shared/format.ts";

export interface Queue {
  /**
   * Runs `task` when it is its turn, and tells it whether it had to wait for that. A task whose `signal` is aborted never
   * begins: it takes no place, or is taken out of it.
   * @throws SandpitError `queue_full` at once where too many wait, with `retryAfterMs`: when one more may be taken, as far
   * as that can be told; `cancelled` where it was stopped before its turn.
   */
  run<T>(task: (hasWaited: boolean) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** More tasks may run now than before: starts those that wait. */
  widened(): void;
}

export interface QueueBounds {
  /** How many tasks run at a time. */
  concurrency: number;
  /** How many more may wait. */
  waiting: number;
}

/** A place may be free sooner or later than is told: never sooner than the least, and at the most a minute is told. */
const LEAST_RETRY_MS = 1_000;
const MOST_RETRY_MS = 60_000;
/** How many of the tasks that ended last say how long one takes. */
const RECENT = 20;

/** First come, first served, within bounds that may change at any time; what runs or waits already, stays. */
export function createQueue(bounds: () => QueueBounds, now: () => number = () => performance.now()): Queue {
  const waiting: (() => void)[] = [];
  const recentMs: number[] = [];
  let running = 0;

  /** With each task that ends, one that waits begins. The more there are at a time, the sooner one ends. */
  const toRetryAfterMs = (): number => {
    const meanMs = recentMs.reduce((sum, ms) => sum + ms, 0) / Math.max(1, recentMs.length);
    return Math.min(MOST_RETRY_MS, Math.max(LEAST_RETRY_MS, Math.ceil(meanMs / Math.max(1, running))));
  };

  /** Answers whether it had to be waited for. */
  const turn = (signal: AbortSignal) =>
    new Promise<boolean>((resolve, reject) => {
      if (signal.aborted) {
        reject(toStopped());
        return;
      }
      const { concurrency, waiting: bound } = bounds();
      if (running < concurrency) {
        running += 1;
        resolve(false);
        return;
      }
      if (waiting.length >= bound) {
        const retryAfterMs = toRetryAfterMs();
        const message = `${toAre(running, "running")} and ${toAre(waiting.length, "waiting")}, as many as may. Try again in about ${formatDuration(Math.ceil(retryAfterMs / 1_000) * 1_000)}.`;
        reject(new SandpitError("queue_full", message, { details: { retryAfterMs } }));
        return;
      }
      const onAbort = () => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(toStopped());
      };
      const start = () => {
        signal.removeEventListener("abort", onAbort);
        resolve(true);
      };
      waiting.push(start);
      signal.addEventListener("abort", onAbort);
    });

  const startNext = () => {
    while (running < bounds().concurrency && waiting.length > 0) {
      running += 1;
      waiting.shift()?.();
    }
  };

  return {
    widened: startNext,
    async run(task, signal) {
      const hasWaited = await turn(signal);
      const startedAt = now();
      try {
        return await task(hasWaited);
      } finally {
        recentMs.push(now() - startedAt);
        if (recentMs.length > RECENT) recentMs.shift();
        running -= 1;
        startNext();
      }
    },
  };
}

const toStopped = () => new SandpitError("cancelled", "The run was stopped before it was its turn.");

const toAre = (count: number, doing: string): string =>
  count === 1 ? `1 program is ${doing}` : `${count === 0 ? "no" : count} programs are ${doing}`;
