import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newFolder, openService } from "./open-service.ts";

const KILLS = 50;
let folder: string;
let remove: () => void;
beforeAll(() => {
  ({ folder, remove } = newFolder());
});
afterAll(() => remove());

/** Starts a process that writes, ends it in the middle of that, and answers what it had said. */
async function writeUntilKilled(name: string, afterMs: number): Promise<string[]> {
  const script = join(import.meta.dirname, "kill-writer.ts");
  const child = spawn(process.execPath, [script, folder, name], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (bytes) => {
    said += bytes;
  });
  await once(child.stdout, "data");
  await setTimeout(afterMs);
  child.kill("SIGKILL");
  await once(child, "close");
  return said.split("\n").slice(0, -1);
}

it(`loses no run that had ended when its process is killed, ${KILLS} times`, { timeout: 300_000 }, async () => {
  const begun = new Set<string>();
  const ended = new Set<string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const lines = await writeUntilKilled(`p${kill}`, Math.random() * 80);
    expect(lines.filter((line) => line.startsWith("notice"))).toEqual([]);
    for (const line of lines) {
      const [what, id = ""] = line.split(" ");
      (what === "begun" ? begun : ended).add(id);
    }
  }
  expect(ended.size).toBeGreaterThan(KILLS);

  const notices: string[] = [];
  const service = openService(folder, { process: "after", living: ["after"], notices });
  expect(notices).toEqual([]);
  const endings = new Map<string, string>();
  for (let before: number | null = null, more = true; more; more = before !== null) {
    const { entries, next } = service.list({}, before, 200);
    for (const { id, ending } of entries) endings.set(id, ending);
    before = next;
  }
  const missing = [...begun].filter((id) => !endings.has(id));
  const unfinished = [...ended].filter((id) => endings.get(id) !== "completed");
  expect([missing, unfinished]).toEqual([[], []]);
  expect([...endings.values()].filter((ending) => ending === "running")).toEqual([]);
  const interrupted = [...endings].filter(([, ending]) => ending === "interrupted");
  console.log(`${ended.size} runs had ended, ${interrupted.length} were interrupted.`);
  expect(interrupted.every(([id]) => !ended.has(id))).toBe(true);
  expect(service.count({ text: "print(1)" })).toBeGreaterThan(0);
  // Each of them is whole: its end is either there with all that belongs to it, or not at all.
  for (const [id, ending] of endings) expect(service.record({ id })?.result === null).toBe(ending === "interrupted");
  expect(service.verify()).toMatchObject({ ok: true, problem: null });
  service.close();
});
