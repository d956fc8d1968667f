/** The monitor keeps this much of each container's past, in milliseconds. */
export const MONITOR_HISTORY_MS = 3 * 60_000;

/** The most containers whose statistics are streamed at one time: what fits on a screen, twice over. */
export const MAX_WATCHED_STATS = 100;

/** An image older than this, in days, lacks a quarter's security updates and is said to. */
export const STALE_IMAGE_DAYS = 90;
