import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Another process may still be about to rename what is younger than this. */
const YOUNG_MS = 60_000;

/** Removes the copies of `path` that saves left behind when they were killed. Never fails: on a read-only disk they stay, and harm nothing. */
export async function removeHalfWritten(path: string, now: Date): Promise<void> {
  const folder = dirname(path);
  const prefix = `${basename(path)}.`;
  const entries = await readdir(folder).catch(() => []);
  const halfWritten = entries.filter((entry) => entry.startsWith(prefix) && isTemporary(entry.slice(prefix.length)));
  await Promise.all(
    halfWritten.map(async (entry) => {
      const { mtimeMs } = await stat(join(folder, entry));
      if (now.getTime() - mtimeMs > YOUNG_MS) await rm(join(folder, entry), { force: true });
    }),
  ).catch(() => {});
}

/**
 * Whether write-file-atomic gives such names: it adds a hash of 32 bits, in decimals. What is shorter (`.1`, `.20260131`) or
 * reads as the seconds since 1970 may be a copy that somebody has made, and stays, at the price of a leftover in four.
 */
function isTemporary(suffix: string): boolean {
  if (!/^[1-9]\d{8,9}$/.test(suffix)) return false;
  const hash = Number(suffix);
  return hash < 2 ** 32 && (hash < 1_000_000_000 || hash >= 2_000_000_000);
}
