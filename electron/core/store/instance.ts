import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** This process, as the sandboxes that it makes name it. */
export interface Instance {
  /** The same for all processes with the same home folder. */
  installation: string;
  id: string;
  /** The ids of all processes of this installation that are alive, this one included. */
  alive(): Promise<Set<string>>;
  /** Forgets this process. Call when its sandboxes are gone. */
  release(): Promise<void>;
}

/** When the process with this id was started, as Linux tells; empty elsewhere. It tells a process from a later one with the same id. */
async function startTime(pid: number): Promise<string> {
  // proc(5): the 22nd field of stat; the 2nd, the name, may itself hold spaces and parentheses.
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Writes a file unless it is there, and says what is in it. */
async function readOrCreate(path: string, content: string): Promise<string> {
  await writeFile(path, content, { flag: "wx" }).catch(() => {});
  return (await readFile(path, "utf8")).trim();
}

/** Registers this process in the home folder, so that the next one can tell orphaned sandboxes from those in use. */
export async function registerInstance(home: string): Promise<Instance> {
  const folder = join(home, "instances");
  await mkdir(folder, { recursive: true });
  const installation = await readOrCreate(join(home, "installation-id"), randomUUID());
  const id = `${process.pid}-${randomUUID().slice(0, 8)}`;
  const path = join(folder, id);
  await writeFile(path, await startTime(process.pid));

  return {
    installation,
    id,
    async alive() {
      const ids = await readdir(folder);
      const living = await Promise.all(
        ids.map(async (name) => {
          const pid = Number(name.split("-")[0]);
          const registered = await readFile(join(folder, name), "utf8").catch(() => "");
          if (isRunning(pid) && registered === (await startTime(pid))) return name;
          await rm(join(folder, name), { force: true });
          return null;
        }),
      );
      return new Set(living.filter((name) => name !== null));
    },
    release: () => rm(path, { force: true }),
  };
}
