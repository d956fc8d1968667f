import { readdir, readFile } from "node:fs/promises";
import type { ProcessTable } from "#shared/monitor.ts";

/** More processes than that are no program that waits for somebody. */
const MOST_PROCESSES = 64;

/**
 * The kernel functions in which a process of this machine and all that it has started sleep, thread by thread, as a table
 * with the columns `PID` and `WCHAN`. `null` where the system does not tell: elsewhere than on Linux, or once the process
 * has ended (https://man7.org/linux/man-pages/man5/proc_pid_wchan.5.html).
 */
export async function readSleepingPlaces(pid: number, platform: NodeJS.Platform): Promise<ProcessTable | null> {
  if (platform !== "linux") return null;
  const rows: string[][] = [];
  const left = [pid];
  for (let seen = 0; left.length > 0 && seen < MOST_PROCESSES; seen += 1) {
    const next = String(left.shift());
    try {
      for (const thread of await readdir(`/proc/${next}/task`)) {
        const read = (name: string) => readFile(`/proc/${next}/task/${thread}/${name}`, "utf8");
        const [place, children] = await Promise.all([read("wchan"), read("children").catch(() => "")]);
        rows.push([next, place.trim()]);
        left.push(...children.split(" ").filter(Boolean).map(Number));
      }
    } catch {
      // it has ended meanwhile
    }
  }
  return rows.length === 0 ? null : { titles: ["PID", "WCHAN"], rows };
}
