import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { SandpitError } from "#shared/errors.ts";
import { toErrorCode } from "../error-code.ts";
import { isRunning } from "./process-life.ts";

/** What one process has held for this long, it will not let go: a file is changed within a second, also on a slow disk. */
const FORGOTTEN_MS = 5_000;
const PATIENCE_MS = 15_000;
const LOOK_MS = 20;
/** Creating or removing a file takes less. */
const BUSY_MS = 1_000;
/** Windows answers so while another process is just creating or removing the file. */
const BUSY_ON_WINDOWS: readonly string[] = ["EPERM", "EACCES", "EBUSY"];

const isBusy = (error: unknown): boolean =>
  process.platform === "win32" && BUSY_ON_WINDOWS.includes(toErrorCode(error));

/**
 * Waits until no other process holds the lock at `path`, a file that names its holder, and takes it. The lock of a process
 * that is gone, or has held it for too long, is taken away from it. Resolves with the function that lets it go.
 * @throws SandpitError `internal` where it could not be had in time; the system's error where it cannot be written.
 */
export async function takeProcessLock(
  path: string,
  { forgottenMs = FORGOTTEN_MS, patienceMs = PATIENCE_MS } = {},
): Promise<() => Promise<void>> {
  await mkdir(dirname(path), { recursive: true });
  const own = `${process.pid} ${randomUUID()}`;
  const begunAt = performance.now();
  let held = { by: "", since: begunAt };
  for (;;) {
    const refusal = await create(path, own);
    if (refusal === null) break;
    const now = performance.now();
    if (now - begunAt > patienceMs) throw isBusy(refusal) ? refusal : toImpatience();
    // Where no file is there that somebody could be busy with, nothing can be written.
    if (isBusy(refusal) && now - begunAt > BUSY_MS && !existsSync(path)) throw refusal;
    const by = await readHolder(path);
    if (by !== held.by) held = { by, since: now };
    const isGone = by !== "" && !isRunning(Number.parseInt(by, 10));
    // The time is measured here and not read from the file: clocks are set, and that of a network's disk is another.
    if (isGone || now - held.since > forgottenMs) await takeAway(path, by);
    await delay(LOOK_MS * (0.5 + Math.random()));
  }
  return async () => {
    // It is another's by now where this process took too long.
    if ((await readHolder(path)) === own) await rm(path, { force: true }).catch(() => {});
  };
}

/** Answers `null` where it was created, and why not where it is there already. @throws What keeps it from being written. */
async function create(path: string, holder: string): Promise<unknown> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(holder);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return null;
  } catch (error) {
    if (toErrorCode(error) === "EEXIST" || isBusy(error)) return error;
    throw error;
  }
}

/** Empty where nobody holds it, or its holder is just about to write it. */
const readHolder = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

/** Of several that try, one moves it away; where another holds it by now, it is put back. */
async function takeAway(path: string, holder: string): Promise<void> {
  const moved = `${path}.${randomUUID()}`;
  try {
    await rename(path, moved);
    if ((await readHolder(moved)) === holder) await rm(moved, { force: true });
    else await rename(moved, path);
  } catch (error) {
    if (toErrorCode(error) !== "ENOENT" && !isBusy(error)) throw error;
  }
}

const toImpatience = () =>
  new SandpitError(
    "internal",
    "Nothing was changed, because other processes of Sandpit keep changing the same. Try again in a moment.",
  );
