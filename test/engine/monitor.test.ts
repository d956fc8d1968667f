import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import type { Engine } from "../../electron/core/engine/engine.ts";
import { watchContainers } from "./container-watch.ts";
import { openEngine, startForeign } from "./foreign-container.ts";
import { engineTest, openReadyCore, openTestCore, type TestCore, toRequest } from "./test-core.ts";

let core: TestCore;
let engine: Engine;
let image: string;
const foreign: string[] = [];
beforeAll(async () => {
  if (inject("noEngine") !== null) return;
  core = await openReadyCore({ poolSize: 0 });
  engine = await openEngine();
  image = (await core.call("images.list", {}))[0]?.id ?? "";
});
afterAll(async () => {
  await Promise.all(foreign.map((id) => engine.remove(id)));
  await core?.close();
});

/** Starts a program and resolves with its container once it has printed something. */
async function startProgram(code: string, tested = core) {
  const request = toRequest({ files: { "main.py": code }, id: randomUUID() });
  const printed = new Promise<void>(
    (resolve) => void tested.core.events.on("run.output", ({ id }) => id === request.id && resolve()),
  );
  const result = tested.call("run.start", request);
  await Promise.race([printed, result]);
  const { containers } = await tested.call("containers.list", { all: false });
  const container = containers.find(({ runId }) => runId === request.id);
  if (!container) throw new Error("the program has no container");
  return { request, result, container };
}

describe("the monitor", () => {
  engineTest("follows a sandbox from its start to after its end", async () => {
    const watch = await watchContainers(core);
    const id = randomUUID();
    const running = watch.changed(({ runId, role }) => runId === id && role === "running");
    const gone = watch.changed(({ runId, state }) => runId === id && state === "removed");
    const result = core.call("run.start", {
      ...toRequest({ files: { "main.py": "print(1)\ninput()\nraise SystemExit(3)" } }),
      id,
    });
    expect(await running).toMatchObject({
      ...{ ours: true, mine: true, state: "running", languages: ["python"], outcome: null },
      limits: { memoryBytes: 128 * 1024 * 1024, cpus: 0.5, pids: 64 },
      image: expect.stringContaining("python"),
    });
    await core.call("run.input", { id, text: "\n" });
    expect((await result).exitCode).toBe(3);
    expect(await gone).toMatchObject({ role: "finished", outcome: "failed", exitCode: 3, endedAt: expect.any(String) });
    // Whoever looks only now still sees it, and what it printed.
    const late = await watchContainers(core, false, "late");
    const kept = late.containers.find(({ runId }) => runId === id);
    expect(kept).toMatchObject({ state: "removed", outcome: "failed" });
    expect(await core.call("containers.log", { id: kept?.id ?? "" })).toMatchObject({
      parts: [{ stream: "stdout", text: "1\n" }],
      truncated: false,
    });
    await late.end();
    await watch.end();
  });

  engineTest("knows warm sandboxes, and stops them without a run", async () => {
    const warm = await openTestCore({ home: core.home, poolSize: 1 });
    const watch = await watchContainers(warm);
    const ready = watch.changed(({ role, state }) => role === "warm" && state === "running");
    await warm.call("pool.prepare", { language: "python" });
    const { id } = await ready;
    expect(await warm.call("containers.log", { id })).toMatchObject({
      parts: [],
      notice: expect.stringMatching(/waits/),
    });
    const gone = watch.changed((summary) => summary.id === id && summary.state === "removed");
    await warm.call("containers.stop", { id });
    await gone;
    await warm.close();
  });

  engineTest("shows half a processor for a busy loop, within 10 %", async () => {
    const { request, result, container } = await startProgram("print(1)\nwhile True: pass");
    const watch = await watchContainers(core);
    // The machine may be busy with other things for a moment; the limit lets it have half at the most.
    const half = watch.sampled(({ cpuPercent }) => cpuPercent !== null && cpuPercent >= 45 && cpuPercent <= 55);
    await core.call("monitor.watchStats", { watcher: "test", ids: [container.id] });
    expect((await half).memoryLimitBytes).toBe(128 * 1024 * 1024);
    const { samples } = await core.call("monitor.watchStats", { watcher: "test", ids: [container.id] });
    expect(samples.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...samples.map(({ cpuPercent }) => cpuPercent ?? 0))).toBeLessThanOrEqual(55);
    await watch.end();
    await core.call("run.stop", { id: request.id });
    await result;
  });

  engineTest("shows 100 MB for 100 MB, within 10 %", async () => {
    const { request, result, container } = await startProgram(
      "held = bytearray(100 * 1024 * 1024)\nprint(1, flush=True)\nimport time\ntime.sleep(60)",
    );
    const { memoryBytes, processes } = await core.call("containers.sample", { id: container.id });
    expect(memoryBytes / (100 * 1024 * 1024)).toBeGreaterThan(0.9);
    expect(memoryBytes / (100 * 1024 * 1024)).toBeLessThan(1.1);
    expect(processes).toBeGreaterThanOrEqual(1);
    const { titles, rows } = await core.call("containers.processes", { id: container.id });
    expect(titles).toContain("PID");
    expect(rows.some((row) => row.join(" ").includes("main.py"))).toBe(true);
    await core.call("run.stop", { id: request.id });
    await result;
  });

  engineTest("learns of a container that is killed from outside, and so does its run", async () => {
    const { result, container } = await startProgram("print(1)\nimport time\ntime.sleep(60)");
    const watch = await watchContainers(core);
    const gone = watch.changed(({ id, state }) => id === container.id && state === "removed");
    const killedAt = performance.now();
    await engine.kill(container.id);
    await gone;
    // The one time that is promised; on an idle machine it is a tenth of this.
    expect(performance.now() - killedAt).toBeLessThan(5_000);
    expect(await result).toMatchObject({ outcome: "signaled", signal: "SIGKILL" });
    await watch.end();
  });

  engineTest("stops a run as Stop does", async () => {
    const { result, container } = await startProgram("print(1)\nimport time\ntime.sleep(60)");
    await core.call("containers.stop", { id: container.id.slice(0, 12) });
    expect(await result).toMatchObject({ outcome: "cancelled" });
    expect(await core.refusal("containers.inspect", { id: container.id })).toMatchObject({ code: "not_found" });
  });

  engineTest("sees and stops what another process of this installation runs", async () => {
    const other = await openTestCore({ home: core.home, poolSize: 0 });
    const { result, container } = await startProgram("print(1)\nimport time\ntime.sleep(60)", other);
    const seen = (await core.call("containers.list", { all: false })).containers.find(({ id }) => id === container.id);
    expect(seen).toMatchObject({ ours: true, mine: false, role: null, runId: null, languages: ["python"] });
    expect(await core.call("containers.log", { id: container.id })).toMatchObject({
      notice: expect.stringContaining("Another Sandpit process"),
    });
    await core.call("containers.stop", { id: container.id });
    expect(await result).toMatchObject({ outcome: "signaled" });
    await other.close();
  });

  engineTest("removes all of ours and nothing else", async () => {
    const bystander = await startForeign(engine, image);
    foreign.push(bystander);
    const runs = [await startProgram("print(1)\ninput()"), await startProgram("print(1)\ninput()")];
    expect(await core.call("containers.removeAll", {})).toEqual({ removed: 2 });
    expect((await Promise.all(runs.map(({ result }) => result))).map(({ outcome }) => outcome)).toEqual([
      "cancelled",
      "cancelled",
    ]);
    expect((await core.call("containers.list", { all: false })).containers).toEqual([]);
    expect((await engine.inspect(bystander)).running).toBe(true);
  });
});

describe("a foreign container", () => {
  engineTest("is shown only where all are asked for, read-only, and every action is refused", async () => {
    const watch = await watchContainers(core, true);
    const appeared = watch.changed(({ ours, state }) => !ours && state === "running");
    // It even carries a label of ours, of another installation.
    const id = await startForeign(engine, image, {
      command: ["sh", "-c", "echo out; echo err >&2; sleep 120"],
      labels: { "sandpit.installation": "another", "sandpit.owner": "1-x" },
    });
    foreign.push(id);
    expect(await appeared).toMatchObject({ id, mine: false, role: null, runId: null });
    const ids = async (all: boolean) => (await core.call("containers.list", { all })).containers.map((one) => one.id);
    expect(await ids(true)).toContain(id);
    expect(await ids(false)).not.toContain(id);
    const ours = await watchContainers(core, false, "ours");
    expect(ours.containers.map((one) => one.id)).not.toContain(id);
    await ours.end();

    for (const action of ["containers.stop", "containers.kill", "containers.remove"] as const)
      expect(await core.refusal(action, { id })).toMatchObject({ code: "policy_forbids" });
    await core.call("containers.removeAll", {});
    expect((await engine.inspect(id)).running).toBe(true);

    const details = await core.call("containers.inspect", { id });
    expect(details).toMatchObject({ networkMode: "none", readOnlyRoot: false, summary: { id, ours: false } });
    const text = (await core.call("containers.log", { id })).parts.map(({ stream, text: said }) => `${stream} ${said}`);
    expect(text.sort()).toEqual(["stderr err\n", "stdout out\n"]);
    await watch.end();
  });

  engineTest.for([
    ["../images", "invalid_input"],
    ["a/../../images/json", "invalid_input"],
    ["", "invalid_input"],
    ["no-such-container", "not_found"],
  ])("%j is no way around", async ([id = "", code]) => {
    expect(await core.refusal("containers.inspect", { id })).toMatchObject({ code });
    expect(await core.refusal("containers.kill", { id })).toMatchObject({ code });
  });
});

describe("while nobody watches", () => {
  engineTest("no statistics are streamed", async () => {
    const { request, result, container } = await startProgram("print(1)\nimport time\ntime.sleep(60)");
    expect(core.core.openStatsStreams()).toBe(0);
    const watch = await watchContainers(core);
    const sampled = watch.sampled(({ id }) => id === container.id);
    await core.call("monitor.watchStats", { watcher: "test", ids: [container.id] });
    await sampled;
    expect(core.core.openStatsStreams()).toBe(1);
    await core.call("monitor.watchStats", { watcher: "test", ids: [] });
    expect(core.core.openStatsStreams()).toBe(0);
    await core.call("monitor.watchStats", { watcher: "test", ids: [container.id] });
    const gone = watch.changed(({ id, state }) => id === container.id && state === "removed");
    await core.call("run.stop", { id: request.id });
    await gone;
    expect(core.core.openStatsStreams()).toBe(0);
    await watch.end();
    await result;
  });
});
