import { setTimeout } from "node:timers/promises";

const BEAT_EVERY_MS = 5_000;
const ANSWER_WITHIN_MS = 5_000;

/** Resolves when an engine that is asked now and then has no answer any more, or `signal` aborts. */
export async function untilSilent(ping: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  const pause = (ms: number) => setTimeout(ms, "silent" as const, { ref: false, signal });
  try {
    for (;;) {
      await pause(BEAT_EVERY_MS);
      if ((await Promise.race([ping(), pause(ANSWER_WITHIN_MS)])) === "silent") return;
    }
  } catch {
    // Refused, cut off, or nobody waits any more.
  }
}
