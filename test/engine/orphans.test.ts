import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, vi } from "vitest";
import type { Engine } from "../../electron/core/engine/engine.ts";
import { locateEngine } from "../../electron/core/engine/locate.ts";
import { INSTALLATION_LABEL } from "../../electron/core/run/sandbox-spec.ts";
import { engineTest, openReadyCore, openTestCore, toRequest } from "./test-core.ts";

let engine: Engine;
let home: string;
const foreign: string[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sandpit-orphans-"));
  if (inject("noEngine") !== null) return;
  const located = await locateEngine({
    platform: process.platform,
    env: process.env,
    home: tmpdir(),
    uid: process.getuid?.() ?? null,
  });
  if (!located.engine) throw new Error("the engine went away");
  engine = located.engine;
});
afterAll(async () => {
  await Promise.all(foreign.map((id) => engine.remove(id)));
  await rm(home, { recursive: true, force: true });
});

const repository = join(import.meta.dirname, "../..");

/** Starts the command line in a process of its own and resolves when its program has printed something. */
async function startRun(code: string) {
  const file = join(home, "main.py");
  await writeFile(file, code);
  const child = spawn(process.execPath, ["electron/cli/main.ts", "run", file, "--backend", "docker"], {
    cwd: repository,
    env: { ...process.env, SANDPIT_HOME: home },
    stdio: ["pipe", "pipe", "inherit"],
  });
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("exit", (exitCode) => reject(new Error(`the run ended with ${exitCode}`)));
  });
  return child;
}

const containersOf = async (installation: string) =>
  (await engine.listByLabel(`${INSTALLATION_LABEL}=${installation}`)).map(({ id }) => id);

describe("a process that was killed during a run", () => {
  engineTest("has its container removed at the next start, and no other is touched", async () => {
    const builder = await openReadyCore({ home });
    const installation = await readFile(join(home, "installation-id"), "utf8");

    // Not ours: without any label, and of another installation.
    const image = (await builder.call("images.list", {}))[0]?.id ?? "";
    const bare = { Image: image, Cmd: ["sleep", "60"] } as never;
    foreign.push(await engine.createContainer(bare));
    const other = {
      Image: image,
      Cmd: ["sleep", "60"],
      Labels: { [INSTALLATION_LABEL]: "another", "sandpit.owner": "1-gone" },
    } as never;
    foreign.push(await engine.createContainer(other));
    // Ours, and in use by a process that lives: this one.
    const request = toRequest({ files: { "main.py": "input()" } });
    const started = new Promise((resolve) => builder.core.events.on("run.started", resolve));
    const living = builder.call("run.start", request);
    await started;
    const before = await containersOf(installation);
    expect(before).toHaveLength(1);

    const child = await startRun("print('up')\nwhile True: pass");
    expect(await containersOf(installation)).toHaveLength(2);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    expect(await containersOf(installation)).toHaveLength(2);

    const next = await openTestCore({ home });
    await next.run({ files: { "main.py": "print('next')" } });
    await next.close();
    expect(await containersOf(installation)).toEqual(before);
    for (const id of foreign) expect((await engine.inspect(id)).running).toBe(false); // inspect: still there

    await builder.call("run.stop", { id: request.id });
    expect((await living).outcome).toBe("cancelled");
    await builder.close();
    await expect.poll(() => containersOf(installation), { timeout: 5_000 }).toEqual([]);
    expect(await readdir(join(home, "instances"))).toEqual([]);
  });
});

describe("a process that could not be registered", () => {
  engineTest("keeps its container as long as it lives, whatever another process sweeps", async () => {
    const builder = await openReadyCore({ home });
    await builder.close();
    const installation = await readFile(join(home, "installation-id"), "utf8");
    // A file where the folder was: what a full disk or a read-only one does, and mended by removing it.
    await rm(join(home, "instances"), { recursive: true });
    await writeFile(join(home, "instances"), "");
    const unregistered = await openTestCore({ home, poolSize: 0 });
    await rm(join(home, "instances"));
    const request = toRequest({ files: { "main.py": "input()" } });
    const started = new Promise((resolve) => unregistered.core.events.on("run.started", resolve));
    const living = unregistered.call("run.start", request);
    await started;
    const before = await containersOf(installation);
    expect(before).toHaveLength(1);

    const next = await openTestCore({ home, poolSize: 0 });
    await next.run({ files: { "main.py": "print('next')" } });
    expect((await next.call("history.list", {})).entries.map(({ ending }) => ending)).toContain("running");
    await next.close();
    await expect.poll(() => containersOf(installation), { timeout: 5_000 }).toEqual(before);

    await unregistered.call("run.stop", { id: request.id });
    expect((await living).outcome).toBe("cancelled");
    await unregistered.close();
    await expect.poll(() => containersOf(installation), { timeout: 5_000 }).toEqual([]);
  });
});

describe("200 runs in a row", () => {
  engineTest(
    "leave no container, no file and no growing number of descriptors",
    async () => {
      // A folder for temporary files of its own: what others do in theirs meanwhile says nothing of these runs.
      vi.stubEnv("TMPDIR", await mkdtemp(join(home, "tmp-")));
      const core = await openReadyCore({
        poolSize: 2,
        concurrency: 2,
        log: (line, error) => console.error(line, error),
      });
      const installation = await readFile(join(core.home, "installation-id"), "utf8");
      const descriptors = async () => (process.platform === "linux" ? (await readdir("/proc/self/fd")).length : 0);
      const runMany = async (count: number) => {
        for (let done = 0; done < count; done += 2) {
          const pair = [1, 2].map((n) => core.run({ files: { "main.py": `print(${done + n})` } }));
          for (const [index, result] of (await Promise.all(pair)).entries()) {
            expect(result).toMatchObject({ outcome: "completed", stdout: `${done + index + 1}\n` });
          }
        }
      };
      await core.call("pool.prepare", { language: "python" });
      await runMany(20);
      const files = (await readdir(core.home, { recursive: true })).sort();
      const temporary = await readdir(tmpdir());
      const before = await descriptors();
      await runMany(180);
      expect(await descriptors()).toBeLessThanOrEqual(before + 12);
      expect((await readdir(core.home, { recursive: true })).sort()).toEqual(files);
      expect(await readdir(tmpdir())).toEqual(temporary);
      await core.close();
      vi.unstubAllEnvs();
      // The engine's list can lag behind its answer for a moment.
      await expect.poll(() => containersOf(installation), { timeout: 5_000 }).toEqual([]);
    },
    240_000,
  );
});
