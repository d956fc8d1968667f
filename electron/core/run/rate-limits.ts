import { TokenBucket } from "limiter";
import { SandpitError } from "#shared/errors.ts";
import { formatDuration } from "#shared/format.ts";
import type { Source } from "#shared/run.ts";

const MINUTE_MS = 60_000;

const NAMES: Record<Source, string> = { window: "The window", http: "The HTTP API", cli: "The command line" };

export interface RateLimits {
  /**
   * Takes one run from the source's bucket.
   * @throws SandpitError `rate_limited`, with `retryAfterMs`: when the next run is possible.
   */
  take(source: Source): void;
}

/**
 * How often each source may start a run: a bucket that holds a minute's worth and fills evenly, so that a burst is fine
 * and a flood is not. `perMinute` answers 0 where there is no limit. The command line has none: each call of it is a
 * process of its own, and whoever can start processes does not need Sandpit to start many.
 */
export function createRateLimits(perMinute: (source: Source) => number): RateLimits {
  const buckets = new Map<Source, TokenBucket>();

  const bucketOf = (source: Source, size: number): TokenBucket => {
    const known = buckets.get(source);
    if (known?.bucketSize === size) return known;
    const bucket = new TokenBucket({ bucketSize: size, tokensPerInterval: size, interval: MINUTE_MS });
    // Another limit is no fresh start: what was left, with what has come in since, goes on.
    known?.tryRemoveTokens(0);
    bucket.content = Math.min(size, known?.content ?? size);
    buckets.set(source, bucket);
    return bucket;
  };

  return {
    take(source) {
      const size = perMinute(source);
      if (size === 0) return;
      const bucket = bucketOf(source, size);
      if (bucket.tryRemoveTokens(1)) return;
      const retryAfterMs = Math.max(1, Math.ceil(bucket.getWaitTime(1)));
      throw new SandpitError(
        "rate_limited",
        `${NAMES[source]} may start ${size} ${size === 1 ? "program" : "programs"} a minute. The next can start in ${formatDuration(Math.max(1_000, retryAfterMs))}.`,
        { details: { retryAfterMs, perMinute: size } },
      );
    },
  };
}
