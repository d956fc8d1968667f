import type { Failure } from "#shared/errors.ts";

export interface RetryTime {
  /** When the next run is possible, in milliseconds since 1970. */
  atMs: number;
  perMinute: number | null;
}

/** When a run that was refused for its source's rate may be tried again; `null` where time alone changes nothing. */
export function toRetryTime({ code, details }: Failure, refusedAt: number): RetryTime | null {
  const { retryAfterMs, perMinute } = details ?? {};
  if (code !== "rate_limited" || typeof retryAfterMs !== "number") return null;
  return { atMs: refusedAt + retryAfterMs, perMinute: typeof perMinute === "number" ? perMinute : null };
}

/** Seconds still to wait, begun ones included; 0 once it is time. */
export const toSecondsLeft = ({ atMs }: RetryTime, now: number): number => Math.max(0, Math.ceil((atMs - now) / 1_000));

/** What is said once, and stays true while the seconds go by. */
export function toRetryWords({ atMs, perMinute }: RetryTime, locale?: string): string {
  const rule =
    perMinute === null
      ? ""
      : `The window may start ${perMinute} ${perMinute === 1 ? "program" : "programs"} a minute. `;
  // A second begun is a second to wait.
  const time = new Date(Math.ceil(atMs / 1_000) * 1_000).toLocaleTimeString(locale);
  return `${rule}The next can start at ${time}. How many there may be is in Settings, under Rate limits.`;
}
