/** Lets through `perMinute` calls on average, and up to `atOnce` in a burst: a token bucket. */
export interface RateLimit {
  /** 0 where the call may go on; else in how many seconds one may. */
  take(): number;
}

export function createRateLimit(options: { perMinute: number; atOnce: number; now?: () => number }): RateLimit {
  const { perMinute, atOnce, now = () => performance.now() } = options;
  const perMs = perMinute / 60_000;
  let left = atOnce;
  let at = now();
  return {
    take() {
      const time = now();
      left = Math.min(atOnce, left + (time - at) * perMs);
      at = time;
      if (left < 1) return Math.ceil((1 - left) / perMs / 1000);
      left -= 1;
      return 0;
    },
  };
}
