import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestCore, type TestCore } from "../../../../engine/open-core.ts";
import { openService } from "./open-service.ts";

// It runs real programs.
vi.setConfig({ testTimeout: 60_000 });
const NOWHERE = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };
/** A small disk of its own needs root and Linux; without them the test says that it was skipped. */
const canMount = process.platform === "linux" && process.getuid?.() === 0;

const disks: string[] = [];
const cores: TestCore[] = [];
afterEach(async () => {
  for (const core of cores.splice(0)) await core.close();
  for (const disk of disks.splice(0)) {
    execFileSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true });
  }
});

const newDisk = (): string => {
  const disk = mkdtempSync(join(tmpdir(), "sandpit-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]);
  disks.push(disk);
  return disk;
};
const fill = (disk: string): void => {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, "filler"), Buffer.alloc(bavail * bsize));
};
const program = (text: string) => ({
  files: { "main.js": `console.log(${JSON.stringify(text)}) // ${"x".repeat(20_000)}` },
});

describe.skipIf(!canMount)("a full disk", () => {
  it("keeps no program from running; what is lost is said, and nothing else is", async () => {
    const home = newDisk();
    const core = await openTestCore({ home, env: NOWHERE, backendPolicy: "local", policyPaths: [] });
    cores.push(core);
    const notices: { state: string; message: string }[] = [];
    core.core.events.on("history.noticed", (notice) => notices.push(notice));

    await core.run(program("before"));
    fill(home);
    const during = [];
    for (let count = 0; count < 5; count += 1) during.push(await core.run(program(`during ${count}`)));
    expect(during.map(({ outcome, stdout }) => [outcome, stdout])).toEqual(
      Array.from({ length: 5 }, (_, count) => ["completed", `during ${count}\n`]),
    );
    // A slow machine may also have a run not wait for its record, which is said in other words; that it fails, always.
    expect(notices[0]?.message).toMatch(/is full\. Programs run all the same/);
    // What can be read still says nothing of whether runs are recorded.
    expect((await core.call("history.list", {})).entries.at(-1)?.preview).toContain("before");
    expect(await core.call("history.status", {})).toMatchObject({ state: "failing", runs: expect.any(Number) });
    expect(new Set(notices.map(({ state }) => state))).toEqual(new Set(["failing"]));

    rmSync(join(home, "filler"));
    await core.run(program("after"));
    expect(notices.at(-1)).toEqual({
      state: "on",
      message: expect.stringMatching(/^Runs are recorded again\. \d runs? (is|are) missing in history\.$/),
    });
    const { entries } = await core.call("history.list", {});
    const missing = Number(/\d/.exec(notices.at(-1)?.message ?? "")?.[0]);
    expect(entries.filter(({ ending }) => ending === "completed")).toHaveLength(7 - missing);
    expect(entries[0]?.preview).toContain("after");
    expect(entries.at(-1)?.preview).toContain("before");
    expect(await core.call("audit.verify", {})).toMatchObject({ ok: true });
    await cores.pop()?.close();

    const found: string[] = [];
    const service = openService(home, { process: "after", living: ["after"], notices: found });
    expect([found, service.list({ endings: ["running"] }, null, 10).entries]).toEqual([[], []]);
    expect(service.count({})).toBe(entries.length);
    service.close();
  });

  it("from the beginning: programs run, and history says why it cannot be kept", async () => {
    const home = newDisk();
    const core = await openTestCore({ home, env: NOWHERE, backendPolicy: "local", policyPaths: [] });
    cores.push(core);
    fill(home);
    expect(await core.run(program("first"))).toMatchObject({ outcome: "completed", stdout: "first\n" });
    const { state, message } = await core.call("history.status", {});
    expect([state, message]).toEqual(["failing", expect.stringMatching(/is full|cannot be opened/)]);
    expect((await core.refusal("history.list", {})).message).toBe(message);
  });
});

describe.skipIf(!canMount)("the command line that is started", () => {
  const main = join(import.meta.dirname, "../../../../../electron/cli/main.ts");
  const start = (home: string, ...args: string[]) => {
    const env = { ...NOWHERE, SANDPIT_HOME: home };
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { env, encoding: "utf8" });
    return { status, stdout, stderr };
  };
  let hello: string;
  beforeAll(() => {
    hello = join(mkdtempSync(join(tmpdir(), "sandpit-program-")), "hello.js");
    writeFileSync(hello, "console.log('Hello')");
  });
  afterAll(() => rmSync(dirname(hello), { recursive: true }));
  const said = (text: string, words: RegExp) => text.match(new RegExp(words, "g"))?.length ?? 0;

  it.each<[string, RegExp, (disk: string) => void]>([
    ["full", /is full/, fill],
    ["read-only", /cannot be written/, (disk) => execFileSync("mount", ["-o", "remount,ro", disk])],
  ])("on a disk that is %s runs programs, and says once that they are missing in history", (_, words, spoil) => {
    for (const isNew of [true, false]) {
      const home = newDisk();
      mkdirSync(join(home, "instances"));
      if (!isNew) expect(start(home, "run", hello, "--backend", "local").status).toBe(0);
      spoil(home);
      const run = start(home, "run", hello, "--backend", "local");
      expect([run.status, run.stdout]).toEqual([0, expect.stringContaining("Hello")]);
      expect([run.stderr, said(run.stderr, words)]).toEqual([expect.not.stringContaining("    at "), 1]);
      const list = start(home, "history", "list");
      expect([list.status, list.stderr]).toEqual(
        list.status === 0 ? [0, ""] : [125, expect.stringMatching(/^sandpit: The (disk|history)/)],
      );
      const set = start(home, "settings", "set", "retention.days", "10");
      expect([set.status, set.stderr]).toEqual([125, expect.stringMatching(/^sandpit: Nothing was changed: /)]);
      expect(start(home, "settings", "get", "retention.days")).toEqual({ status: 0, stdout: "90\n", stderr: "" });
    }
  });
});
