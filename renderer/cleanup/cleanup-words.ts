import { formatBytes } from "#shared/format.ts";
import type { CleanupReport } from "#shared/monitor.ts";

/** What a clean-up came to, in a line: `Freed 120 MB`. */
export function toResultWords({ items, totalBytes, failures }: CleanupReport): string {
  if (items.length === 0) return failures.length > 0 ? "Nothing could be removed" : "There was nothing to remove";
  const done = totalBytes > 0 ? `Freed ${formatBytes(totalBytes)}` : `Removed ${toCountWords(items.length)}`;
  return failures.length > 0 ? `${done}; ${toCountWords(failures.length)} could not be removed` : done;
}

/** `1 thing`, `3 things`. */
export const toCountWords = (count: number): string => `${count} ${count === 1 ? "thing" : "things"}`;
