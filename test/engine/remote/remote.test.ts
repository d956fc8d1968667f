import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ContainerSummary } from "#shared/monitor.ts";
import { SETTINGS } from "#shared/settings.ts";
import { locateEngine } from "../../../electron/core/engine/locate.ts";
import { openTestCore, type TestCore, toRequest } from "../test-core.ts";
import { missRemote } from "./miss-remote.ts";
import { type SshEngine, startSshEngine, whyNoSsh } from "./ssh-engine.ts";
import { startTlsEngine, type TlsEngine, toClientFolder, whyNoTls } from "./tls-engine.ts";

const BASES = ["python:3.11-slim-bookworm", "node:18-bookworm-slim"];
const host = process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock";
const hasEngine = inject("noEngine") === null;
const noTls = hasEngine ? whyNoTls() : "There is no engine.";
const noSsh = hasEngine ? whyNoSsh() : "There is no engine.";
missRemote("An engine behind TLS", noTls);
missRemote("An engine behind SSH", noSsh);

interface Remote {
  engine: SshEngine | TlsEngine;
  core: TestCore;
}

const open = async (engine: SshEngine | TlsEngine): Promise<Remote> => {
  const core = await openTestCore({ env: engine.env, poolSize: 1, watchEngine: true });
  await core.call("settings.set", { changes: { "engine.address": engine.address } });
  expect(await core.call("engine.check", {})).toMatchObject({ state: "available" });
  return { engine, core };
};

describe.each([
  ["TLS", noTls, () => startTlsEngine(host, BASES)],
  ["SSH", noSsh, () => startSshEngine(host)],
] as const)("an engine behind %s", (kind, reason, start) => {
  const remoteTest = test.skipIf(reason !== null);
  let remote: Remote;
  beforeAll(async () => {
    if (reason === null) remote = await open(await start());
  });
  afterAll(async () => {
    await remote?.core.close();
    await remote?.engine.close();
  });

  remoteTest("is found, and said to be what it is", async () => {
    const { engine } = await remote.core.call("app.status", {});
    expect(engine).toMatchObject({ state: "available", origin: "Settings", address: remote.engine.address });
    expect(engine).toMatchObject({ encryption: kind.toLowerCase(), machine: kind === "SSH" ? "lab-server" : null });
  });

  remoteTest("builds the images, with progress", async () => {
    const steps: (string | undefined)[] = [];
    remote.core.core.events.on("image.progressed", ({ folder }) => steps.push(folder));
    const built = await remote.core.call("images.build", {});
    expect(built.map(({ state }) => state)).toEqual(built.map(() => "ready"));
    expect(steps.length).toBeGreaterThan(2);
  });

  remoteTest("runs a program: input while it runs, its end, and output as it comes", async () => {
    const request = toRequest({
      files: {
        "main.py": "import sys\nprint(f'hello {input()}', flush=True)\nprint(len(sys.stdin.read()), file=sys.stderr)",
      },
    });
    const printed: string[] = [];
    const greeted = new Promise<void>((resolve) => {
      remote.core.core.events.on("run.output", ({ id, text }) => {
        if (id !== request.id) return;
        printed.push(text);
        if (printed.join("").includes("hello Ada")) resolve();
      });
    });
    const running = remote.core.call("run.start", request);
    await remote.core.call("run.input", { id: request.id, text: "Ada\n" });
    await greeted; // while the program still waits for the rest
    await remote.core.call("run.input", { id: request.id, text: "x".repeat(100_000), end: true });
    expect(await running).toMatchObject({
      ...{ outcome: "completed", isolated: true, backend: "docker", stdout: "hello Ada\n", stderr: "100000\n" },
    });
  });

  remoteTest("stops one that never ends, and leaves nothing of it", async () => {
    const request = toRequest({ files: { "main.js": "console.log('on'); setInterval(() => {}, 1000)" } });
    const started = new Promise<void>((resolve) => {
      remote.core.core.events.on("run.output", ({ id }) => void (id === request.id && resolve()));
    });
    const running = remote.core.call("run.start", request);
    await started;
    await remote.core.call("run.stop", { id: request.id });
    expect(await running).toMatchObject({ outcome: "cancelled", stdout: "on\n" });
  });

  remoteTest("holds many runs at a time", async () => {
    const program = { files: { "main.py": "import time\ntime.sleep(0.5)\nprint('done')" } };
    const results = await Promise.all(Array.from({ length: 6 }, () => remote.core.run(program)));
    expect(results.map(({ stdout }) => stdout)).toEqual(results.map(() => "done\n"));
  });

  remoteTest("feeds the monitor: containers as they come, and what they use", async () => {
    const { core } = remote;
    const seen: ContainerSummary[] = [];
    const off = core.core.events.on("container.changed", (container) => void seen.push(container));
    await core.call("monitor.watch", { watcher: "test", all: false });
    const request = toRequest({ files: { "main.py": "import time\nprint('x', flush=True)\ntime.sleep(60)" } });
    const running = core.call("run.start", request);
    await expect.poll(() => seen.find(({ runId }) => runId === request.id), { timeout: 20_000 }).toBeDefined();
    const { id = "" } = seen.find(({ runId }) => runId === request.id) ?? {};
    const sampled = new Promise<number>((resolve) => {
      core.core.events.on("container.sampled", (sample) => {
        if (sample.id === id && sample.memoryBytes > 0) resolve(sample.memoryBytes);
      });
    });
    await core.call("monitor.watchStats", { watcher: "test", ids: [id] });
    expect(await sampled).toBeGreaterThan(1_000_000);
    await core.call("containers.stop", { id });
    expect((await running).outcome).toBe("cancelled");
    await core.call("monitor.unwatch", { watcher: "test" });
    off();
  });

  remoteTest("tells how far away it is", async () => {
    const { medianMs } = await remote.core.call("engine.latency", {});
    expect(medianMs).toBeGreaterThan(0);
  });

  remoteTest("is examined without a word on this computer's own disk for images", async () => {
    const { checks } = await remote.core.call("doctor.run", {});
    const ids = checks.map(({ id }) => id);
    expect(checks.filter(({ status }) => status === "fail")).toEqual([]);
    expect(ids).toContain("isolation.network");
    expect(ids.includes("disk.engine")).toBe(kind === "TLS"); // which is on this computer
    expect(ids.includes("engine.way")).toBe(kind === "SSH");
  });

  remoteTest("lets nobody in whom it does not know, and says so", async () => {
    const { engine } = remote;
    if (!("folder" in engine)) return; // faults.test.ts has those of SSH
    const path = await toClientFolder(engine.folder, "stranger-folder", { ca: "ca", client: "stranger" });
    const env = { PATH: "", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: path };
    const { status } = await locateEngine({
      platform: "linux",
      env,
      home: "/nowhere",
      uid: 0,
      address: engine.address,
    });
    expect(status).toMatchObject({
      state: "unavailable",
      message: expect.stringContaining("does not accept this computer's certificate"),
    });
  });

  remoteTest("is missed when it goes, and found when it is back", async () => {
    const { core, engine } = remote;
    if (!("cut" in engine)) return;
    const next = (state: string) =>
      new Promise<void>((resolve) => {
        const off = core.core.events.on("engine.changed", (status) => {
          if (status.state !== state) return;
          off();
          resolve();
        });
      });
    const lost = next("unavailable");
    await engine.cut();
    await lost;
    const refusal = await core.refusal("run.start", toRequest({ files: { "main.py": "print(1)" }, backend: "docker" }));
    expect(refusal).toMatchObject({ code: "docker_unavailable", message: expect.stringContaining("lab-server") });
    const found = next("available");
    await engine.restore();
    await found;
    expect(await core.run({ files: { "main.py": "print('back')" } })).toMatchObject({ stdout: "back\n" });
  });
});

test("the setting says how another machine is named", () => {
  expect(SETTINGS["engine.address"].doc).toMatch(/ssh:\/\/.*tcp:\/\/.*context:/);
});
