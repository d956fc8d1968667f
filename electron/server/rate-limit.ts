import { TokenBucket } from "limiter";

/** Lets through `perMinute` calls on average, and up to `atOnce` in a burst: a token bucket. */
export interface RateLimit {
  /** 0 where the call may go on; else in how many seconds one may. */
  take(): number;
}

export function createRateLimit({ perMinute, atOnce }: { perMinute: number; atOnce: number }): RateLimit {
  const bucket = new TokenBucket({ bucketSize: atOnce, tokensPerInterval: perMinute, interval: "minute" });
  bucket.content = atOnce;
  return {
    take: () => (bucket.tryRemoveTokens(1) ? 0 : Math.max(1, Math.ceil(bucket.getWaitTime(1) / 1000))),
  };
}
