import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { engineTest, openReadyCore, type TestCore } from "./test-core.ts";

const repository = join(import.meta.dirname, "../..");
let core: TestCore;
beforeAll(async () => {
  if (inject("noEngine") === null) core = await openReadyCore({ poolSize: 0 });
});
afterAll(async () => core?.close());

const start = (...args: string[]) =>
  spawn(process.execPath, ["electron/cli/main.ts", ...args], {
    cwd: repository,
    env: { ...process.env, SANDPIT_HOME: core.home },
    stdio: ["pipe", "pipe", "pipe"],
  });

/** Runs the real command line in the installation of `core`. */
function sandpit(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = start(...args);
  const texts = { stdout: "", stderr: "" };
  child.stdout.on("data", (bytes) => {
    texts.stdout += bytes;
  });
  child.stderr.on("data", (bytes) => {
    texts.stderr += bytes;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...texts })));
}
const json = async (...args: string[]) => JSON.parse((await sandpit(...args, "--json")).stdout);

describe("the command line", () => {
  engineTest("lists, measures and stops what another process runs", async () => {
    const file = join(core.home, "main.py");
    await writeFile(file, "print('up', flush=True)\nwhile True: pass\n");
    const run = start("run", file, "--backend", "docker", "--timeout", "120");
    const ended = new Promise((resolve) => run.once("close", resolve));
    await new Promise((resolve) => run.stdout.once("data", resolve));

    const { containers } = await json("ps");
    expect(containers).toMatchObject([{ ours: true, mine: false, state: "running", languages: ["python"] }]);
    const { id, name } = containers[0];
    const short = id.slice(0, 12);
    expect((await sandpit("ps")).stdout).toContain(`${short}  ${name}`);

    const { samples } = await json("stats");
    expect(samples).toMatchObject([{ id, memoryLimitBytes: 128 * 1024 * 1024, cpuPercent: expect.any(Number) }]);
    expect((await sandpit("stats", short)).stdout).toMatch(new RegExp(`^ID .*\\n${short} .* %`));
    expect((await json("top", short)).rows.join(" ")).toContain("main.py");
    expect((await json("logs", short)).notice).toContain("Another Sandpit process");

    expect(await sandpit("stop", short)).toMatchObject({ code: 0, stdout: `${short}\n` });
    expect(await ended).toBe(137);
    expect(await json("ps")).toEqual({ containers: [] });
    expect(await sandpit("stop", short)).toMatchObject({ code: 125, stderr: expect.stringContaining("no container") });
    expect(await json("stop", short)).toMatchObject({ error: { code: "not_found" } });
    expect(await json("stop", "--all")).toEqual({ removed: 0 });
  });

  engineTest("streams statistics as lines of JSON until it is interrupted", async () => {
    const request = { id: "streamed", language: "python", files: [{ path: "main.py", content: "input()" }] };
    const started = new Promise((resolve) => core.core.events.on("run.started", resolve));
    const result = core.call("run.start", request);
    await started;
    const child = start("stats", "--json", "--stream");
    const line = await new Promise<string>((resolve) => child.stdout.once("data", (bytes) => resolve(String(bytes))));
    expect(JSON.parse(line.split("\n")[0] ?? "")).toMatchObject({ memoryLimitBytes: 128 * 1024 * 1024 });
    child.kill("SIGINT");
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
    await core.call("run.stop", { id: request.id });
    await result;
  });

  engineTest("tells of images and of what a clean-up would do", async () => {
    expect(await json("images")).toMatchObject([{ state: "ready" }, { state: "ready" }]);
    expect(await json("images", "details", "typescript")).toMatchObject({
      interpreterVersion: expect.stringMatching(/^Node\.js 18/),
    });
    expect((await sandpit("images", "log", "python")).stdout).toContain("Successfully built");
    const report = await json("clean", "--dry-run");
    expect(report).toMatchObject({ items: expect.any(Array), failures: [] });
    expect((await sandpit("clean", "--dry-run")).stdout).toMatch(/Would remove|nothing to remove/);
  });
});
