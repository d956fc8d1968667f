import { appendFile, cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { watchContainers } from "../container-watch.ts";
import { openEngine, startForeign } from "../foreign-container.ts";
import { dockerfiles, openReadyCore, openTestCore, type TestCore, toRequest } from "../open-core.ts";

const podmanTest = test.skipIf(inject("noPodman") !== null);
const host = process.env.SANDPIT_PODMAN_HOST ?? "";
const env = { ...process.env, DOCKER_HOST: host };

let core: TestCore;
beforeAll(async () => {
  if (inject("noPodman") === null) core = await openReadyCore({ poolSize: 1, env });
});
afterAll(async () => core?.close());

describe("with Podman's service as the engine", () => {
  podmanTest("it is known for what it is, and for the same one by every process", async () => {
    const status = (await core.call("app.status", {})).engine;
    expect(status).toMatchObject({ state: "available", product: "Podman" });
    expect(await core.call("engine.check", {})).toEqual(status);
    const other = await openTestCore({ home: core.home, poolSize: 0, env });
    expect((await other.call("images.list", {})).map(({ state }) => state)).toEqual(["ready", "ready"]);
    await other.close();
  });

  podmanTest.for([
    ["main.py", "name = input()\nprint('Hello', name)", "Hello Ada\n"],
    ["main.js", "process.stdin.on('data', (text) => console.log(`Hello ${text}`.trim()));", "Hello Ada\n"],
    ["main.ts", "const planets: string[] = ['Earth'];\nconsole.log(planets.length);", "1\n"],
  ] as const)("%s runs, cold and warm, with input and output", async ([file, code, stdout]) => {
    const program = { files: { [file]: code }, stdin: "Ada\n" };
    expect(await core.run(program)).toMatchObject({ outcome: "completed", isolated: true, stdout });
    const language = file.endsWith(".py") ? "python" : "javascript";
    const ready = new Promise<void>(
      (resolve) => void core.core.events.on("pool.changed", ({ warm }) => (warm[language] ?? 0) > 0 && resolve()),
    );
    await core.call("pool.prepare", { language });
    if (!(await core.call("app.status", {})).warm[language]) await ready;
    expect(await core.run(program)).toMatchObject({ outcome: "completed", warm: true, stdout });
  });

  podmanTest.for([
    [
      "compiled, and executed in /tmp",
      {
        compile: {
          command: ["sh", "-c", "printf '#!/bin/sh\\necho ran; cat' >/tmp/x; chmod +x /tmp/x"],
          wallMs: 10_000,
        },
        ...{ command: ["/tmp/x"], mayExecuteInTmp: true },
      },
    ],
    ["an interpreter that waits", { receiver: "piped", command: ["sh", "{entry}"] }],
  ] as const)("a language is added: %s", async ([, definition]) => {
    const { files } = await core.call("languages.template", { id: "mine" });
    const changed = files.map(({ name, content }) => {
      if (name === "language.json") return { name, content: JSON.stringify({ ...JSON.parse(content), ...definition }) };
      return { name, content: content.replace("debian:bookworm-slim", "python:3.11-slim-bookworm") };
    });
    await core.call("languages.add", { id: "mine", files: changed });
    const program = { language: "mine", files: { "main.mine": "echo ran; cat" }, stdin: "Ada" };
    expect(await core.run(program)).toMatchObject({ outcome: "completed", stdout: "ran\nAda", stderr: "" });
    await core.call("languages.remove", { folder: "mine" });
  });

  podmanTest("its limits hold: memory, time and output", async () => {
    // Podman 4.3 does not say that the kernel killed it for lack of memory: then it "was ended from outside".
    const greedy = await core.run({ files: { "main.py": "x = bytearray(200 * 1024 * 1024)\nprint('has it')" } });
    expect(greedy).toMatchObject({ exitCode: 137, stdout: "" });
    expect(["memory_limit", "signaled"]).toContain(greedy.outcome);
    const endless = { files: { "main.py": "while True: pass" }, limits: { wallMs: 1_000 } };
    expect(await core.run(endless)).toMatchObject({ outcome: "time_limit" });
    expect(await core.run({ files: { "main.py": "while True: print('again')" } })).toMatchObject({
      outcome: "output_limit",
    });
  });

  podmanTest("the doctor reads the isolation back, and finds nothing that is ignored", async () => {
    const { checks } = await core.call("doctor.run", {});
    const isolation = checks.filter(({ id }) => id.startsWith("isolation."));
    expect(isolation.map(({ id, status }) => [id, status])).toEqual(isolation.map(({ id }) => [id, "pass"]));
    expect(isolation.length).toBeGreaterThanOrEqual(10);
    expect(checks.find(({ id }) => id === "engine.runtime")?.detail).toMatch(/runc|crun/);
    expect((await core.call("app.status", {})).isolationFaults).toEqual([]);
  });

  podmanTest("the monitor follows a run, with what it uses and its processes", async () => {
    const watch = await watchContainers(core);
    const request = toRequest({ files: { "main.py": "print(1)\nwhile True: pass" } });
    const running = watch.changed(({ runId, state }) => runId === request.id && state === "running");
    const result = core.call("run.start", request);
    const { id, limits, ours } = await running;
    expect({ limits, ours }).toEqual({ limits: { memoryBytes: 134_217_728, cpus: 0.5, pids: 64 }, ours: true });
    // Every five seconds with Podman; the first has nothing to be compared with.
    const measured = watch.sampled(({ cpuPercent }) => cpuPercent !== null);
    await core.call("monitor.watchStats", { watcher: "test", ids: [id] });
    const { cpuPercent, memoryBytes } = await measured;
    expect(cpuPercent).toBeGreaterThan(5);
    expect(cpuPercent).toBeLessThanOrEqual(60);
    expect(memoryBytes).toBeLessThan(64 * 1024 * 1024);
    expect((await core.call("containers.sample", { id })).cpuPercent).toBeGreaterThan(5);
    const { rows } = await core.call("containers.processes", { id });
    expect(rows.some((row) => row.join(" ").includes("main.py"))).toBe(true);
    const gone = watch.changed((summary) => summary.id === id && summary.state === "removed");
    await core.call("containers.stop", { id });
    expect((await result).outcome).toBe("cancelled");
    await gone;
    await expect.poll(core.core.openStatsStreams).toBe(0);
    await watch.end();
  });

  podmanTest("a foreign container is left alone", async () => {
    const engine = await openEngine(host);
    const image = (await core.call("images.list", {}))[0]?.id ?? "";
    const id = await startForeign(engine, image, { command: ["sleep", "60"] });
    try {
      expect((await core.call("containers.list", { all: true })).containers.map((one) => one.id)).toContain(id);
      expect(await core.refusal("containers.kill", { id })).toMatchObject({ code: "policy_forbids" });
      expect((await core.call("cleanup.preview", {})).items.map((item) => item.id)).not.toContain(id);
      expect((await engine.inspect(id)).running).toBe(true);
    } finally {
      await engine.remove(id);
    }
  });

  podmanTest.for([
    ["RUN exit 7", { cause: "command", instruction: "RUN exit 7" }],
    ["RUNN true", { cause: "dockerfile" }],
    ["FROM localhost/no-such-image:1", { cause: expect.stringMatching(/base_image|network/) }],
  ] as const)("a build that fails at %s is explained, with its line", async ([line, expected]) => {
    const folder = await mkdtemp(join(tmpdir(), "sandpit-dockerfiles-"));
    await cp(dockerfiles, folder, { recursive: true });
    const path = join(folder, "python", "Dockerfile");
    const lines = (await readFile(path, "utf8")).split("\n").length;
    await appendFile(path, `\n${line}\n`);
    const other = await openTestCore({ poolSize: 0, env, dockerfiles: folder });
    try {
      await other.refusal("images.build", { languages: ["python"] });
      const [status] = await other.call("images.list", {});
      expect(status).toMatchObject({ state: "failed", failure: { ...expected, line: lines + 1 } });
    } finally {
      await other.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  podmanTest("an image tells what it is made of", async () => {
    const details = await core.call("images.details", { folder: "python" });
    expect(details).toMatchObject({ interpreterVersion: expect.stringMatching(/^Python 3/), architecture: "amd64" });
    expect(details.layers.length).toBeGreaterThan(1);
  });

  podmanTest(
    "its images travel in a bundle, as Docker's do",
    async () => {
      const folder = await mkdtemp(join(tmpdir(), "sandpit-podman-bundle-"));
      const path = join(folder, "class.sandpit-bundle");
      await core.call("bundle.export", { place: core.core.bundles.place("write", path) });
      const other = await openTestCore({ poolSize: 0, env });
      const imported = await other.call("bundle.import", { place: other.core.bundles.place("read", path) });
      expect(imported.images.map(({ id }) => id)).toEqual((await core.call("images.list", {})).map(({ id }) => id));
      expect(await other.run({ files: { "main.py": "print('hello')" } })).toMatchObject({ stdout: "hello\n" });
      await other.close();
      await rm(folder, { recursive: true, force: true });
    },
    240_000,
  );
});
