import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "./process-life.ts";

/** The processes of an installation that are alive. */
export interface Living {
  /** Whether the process of this id is, also where it could not be registered. */
  has(id: string): boolean;
}

/** This process, as the sandboxes that it makes name it. */
export interface Instance {
  /** The same for all processes with the same home folder. */
  installation: string;
  id: string;
  /** Where the processes of this installation are registered. */
  folder: string;
  /** All processes of this installation that are alive, this one included. */
  alive(): Promise<Living>;
  /** Forgets this process. Call when its sandboxes are gone. */
  release(): Promise<void>;
}

/** When the process with this id was started, as Linux tells; empty elsewhere. It tells a process from a later one with the same id. */
function startTime(pid: number): string {
  try {
    // proc(5): the 22nd field of stat; the 2nd, the name, may itself hold spaces and parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

const pidOf = (id: string): number => Number(id.split("-")[0]);

/** Whether a registration with this content is that of the process that has its number now. */
const isOfLiving = (id: string, written: string): boolean => isRunning(pidOf(id)) && written === startTime(pidOf(id));

/**
 * Whether a process is alive by what its id says: that of one that could not be registered ends with its start time, for
 * nothing else tells of it. `false` for the id of one that was registered, whose file decides.
 */
function livesUnregistered(id: string): boolean {
  const [, , started] = id.split("-");
  return started !== undefined && isOfLiving(id, started);
}

/** Whether the process of this id is alive at this moment: it is registered in `folder`, or could not be and its id tells. */
export function livesNow(folder: string, id: string): boolean {
  if (livesUnregistered(id)) return true;
  try {
    return isOfLiving(id, readFileSync(join(folder, id), "utf8"));
  } catch {
    return false;
  }
}

/** What the name of a registration ends with until it is whole: others would take the process for one that is gone. */
const HALF = ".half";

/** Writes a file unless it is there, whole or not at all, and says what is in it. */
async function readOrCreate(path: string, content: string): Promise<string> {
  const read = async () => (await readFile(path, "utf8").catch(() => "")).trim();
  const there = await read();
  if (there !== "") return there;
  const half = `${path}.${process.pid}`;
  try {
    await writeFile(half, content);
    // Of two processes that create it at the same time, one is told what the other has written.
    await link(half, path).catch(async () => {
      // A full disk may have left it empty; and not every disk has links.
      if ((await read()) === "") await rename(half, path);
    });
  } finally {
    await rm(half, { force: true });
  }
  return read();
}

/**
 * Registers this process in the home folder, so that the next one can tell orphaned sandboxes from those in use.
 *
 * Never fails where the folder cannot be written, as on a full or read-only disk: the instance is in memory then. What
 * holds for its sandboxes: others leave them alone as long as it lives, because its id says when it was started
 * (`livesUnregistered`). Once it is gone they are orphans like any others, where the installation's own id could be read.
 * Where that could not be kept either, nobody shares it: what such a process leaves when it is killed is swept by none.
 */
export async function registerInstance(home: string): Promise<Instance> {
  const folder = join(home, "instances");
  await mkdir(folder, { recursive: true }).catch(() => {});
  const fresh = randomUUID();
  const installation = (await readOrCreate(join(home, "installation-id"), fresh).catch(() => "")) || fresh;
  const started = startTime(process.pid);
  const registered = `${process.pid}-${randomUUID().slice(0, 8)}`;
  const path = join(folder, registered);
  const isRegistered = await writeFile(`${path}${HALF}`, started)
    .then(() => rename(`${path}${HALF}`, path))
    .then(
      () => true,
      async () => {
        // A full disk may have taken some of it.
        await rm(`${path}${HALF}`, { force: true }).catch(() => {});
        return false;
      },
    );
  const id = isRegistered ? registered : `${registered}-${started}`;

  return {
    ...{ installation, id, folder },
    async alive() {
      const names = await readdir(folder).catch(() => []);
      const found = await Promise.all(
        names.map(async (name) => {
          const written = await readFile(join(folder, name), "utf8").catch(() => "");
          if (isOfLiving(name, written)) return name;
          const isBeingWritten = name.endsWith(HALF) && isRunning(pidOf(name));
          if (!isBeingWritten) await rm(join(folder, name), { force: true }).catch(() => {});
          return null;
        }),
      );
      const living = new Set([id, ...found.filter((name) => name !== null)]);
      return { has: (owner) => living.has(owner) || livesUnregistered(owner) };
    },
    release: () => rm(path, { force: true }).catch(() => {}),
  };
}
