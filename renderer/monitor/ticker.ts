/** A clock that everything on the monitor shares: one beat a second, for ages, numbers and charts alike. */
export interface Ticker {
  /** Returns the function that ends the subscription. It runs only while somebody listens. */
  subscribe(listener: () => void): () => void;
  /** The time of the last beat, in milliseconds since the epoch. */
  nowMs(): number;
  /** A beat out of turn, so that what has just come is shown at once. */
  beat(): void;
}

const BEAT_MS = 1_000;

/** Makes a clock that stands still. */
export function createTicker(): Ticker {
  const listeners = new Set<() => void>();
  let nowMs = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const beat = () => {
    nowMs = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener) {
      if (listeners.size === 0) {
        nowMs = Date.now();
        timer = setInterval(beat, BEAT_MS);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    nowMs: () => nowMs,
    beat,
  };
}
