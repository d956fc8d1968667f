import { TokenBucket } from "limiter";

/** So many refusals from one source are recorded with all that they came with, in a minute; of the rest only the number. */
const FULL_RECORDS = 10;
const MINUTE_MS = 60_000;

/**
 * Decides which refusals get a record of their own, so that a flood of them cannot fill the disk. `key` is the source and
 * the reason.
 */
export function createRefusals(): { isRecorded(key: string): boolean } {
  const buckets = new Map<string, TokenBucket>();
  return {
    isRecorded(key) {
      const bucket =
        buckets.get(key) ??
        new TokenBucket({ bucketSize: FULL_RECORDS, tokensPerInterval: FULL_RECORDS, interval: MINUTE_MS });
      if (!buckets.has(key)) bucket.content = FULL_RECORDS;
      buckets.set(key, bucket);
      return bucket.tryRemoveTokens(1);
    },
  };
}
