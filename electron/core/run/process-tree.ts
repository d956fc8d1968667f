import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A process that the kernel cannot end just now (waiting for a disk) must not keep the run open for longer. */
const MAX_LOOKS = 100;
const LOOK_EVERY_MS = 10;

/** The environment variable by which the processes of a local run are known. */
export const RUN_MARK = "SANDPIT_LOCAL_RUN";

/**
 * Ends a local run with everything it has started. POSIX: its process group; on Linux also every process that carries
 * the run's mark in its environment, which finds those that left the group. Windows: the tree below it.
 */
export async function killProcessTree(pid: number, mark: string, platform: NodeJS.Platform): Promise<void> {
  if (platform === "win32") {
    await run("taskkill", ["/PID", String(pid), "/T", "/F"]).catch(() => {});
    return;
  }
  signalQuietly(-pid);
  if (platform !== "linux") return;
  // A process may be forking at this very moment, and a killed one takes a moment to go: looked at until none is left.
  for (let round = 0; round < MAX_LOOKS; round += 1) {
    const marked = await findMarked(mark);
    if (marked.length === 0) return;
    for (const found of marked) signalQuietly(found);
    await setTimeout(LOOK_EVERY_MS);
  }
}

function signalQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}

async function findMarked(mark: string): Promise<number[]> {
  const entry = `${RUN_MARK}=${mark}`;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
      return environment.split("\0").includes(entry) ? Number(pid) : null;
    }),
  );
  return found.filter((pid) => pid !== null);
}
