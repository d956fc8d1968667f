import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

/** Writes a line to the log, with the stack of what was thrown. Never throws. */
export type Log = (line: string, error?: unknown) => void;

interface LogOptions {
  folder: string;
  maxBytes?: number;
  now?: () => Date;
}

const MEBIBYTE = 1024 * 1024;
const MAX_ENTRY_CHARACTERS = 20_000;

/**
 * A log of two files at most: `sandpit.log`, and the one before it. It writes synchronously, because what it writes may
 * be the last thing that the application does.
 */
export function createLog({ folder, maxBytes = MEBIBYTE, now = () => new Date() }: LogOptions): Log {
  const path = join(folder, "sandpit.log");

  return (line, error) => {
    try {
      mkdirSync(folder, { recursive: true });
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size >= maxBytes) renameSync(path, join(folder, "sandpit.previous.log"));
      const entry = error === undefined ? line : `${line}: ${describe(error)}`;
      appendFileSync(path, `${now().toISOString()} ${entry.slice(0, MAX_ENTRY_CHARACTERS)}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not take the application down on top of it.
    }
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\n  because of ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
