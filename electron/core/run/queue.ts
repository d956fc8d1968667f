import { SandpitError } from "#shared/errors.ts";

export interface Queue {
  /**
   * Runs `task` when it is its turn. A waiting task whose `signal` aborts is taken out.
   * @throws SandpitError `queue_full` at once where too many wait, `cancelled` where it was taken out.
   */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** More tasks may run now than before: starts those that wait. */
  widened(): void;
}

export interface QueueBounds {
  /** How many tasks run at a time. */
  concurrency: number;
  /** How many more may wait. */
  waiting: number;
}

/** First come, first served, within bounds that may change at any time; what runs or waits already, stays. */
export function createQueue(bounds: () => QueueBounds): Queue {
  const waiting: (() => void)[] = [];
  let running = 0;

  const turn = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const { concurrency, waiting: bound } = bounds();
      if (running < concurrency) {
        running += 1;
        resolve();
        return;
      }
      if (waiting.length >= bound) {
        const message = `${running} programs are running and ${waiting.length} are waiting. Wait for one to end, then run yours again.`;
        reject(new SandpitError("queue_full", message));
        return;
      }
      const onAbort = () => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(new SandpitError("cancelled", "The run was stopped while it was waiting for its turn."));
      };
      const start = () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
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
      await turn(signal);
      try {
        return await task();
      } finally {
        running -= 1;
        startNext();
      }
    },
  };
}
