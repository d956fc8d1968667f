import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import type { EngineStatus } from "#shared/engine.ts";
import { INSTALLATION_LABEL } from "../../electron/core/run/sandbox-spec.ts";
import { createEngineProxy, type EngineProxy } from "./engine-proxy.ts";
import { openEngine } from "./foreign-container.ts";
import { engineTest, openReadyCore, type TestCore, toRequest } from "./test-core.ts";

let proxy: EngineProxy;
let core: TestCore;
beforeAll(async () => {
  const target = process.env.DOCKER_HOST;
  if (inject("noEngine") !== null) return;
  proxy = await createEngineProxy(target ?? "unix:///var/run/docker.sock");
  core = await openReadyCore({
    poolSize: 1,
    watchEngine: true,
    backendPolicy: "auto",
    env: { ...process.env, DOCKER_HOST: proxy.address },
  });
});
afterAll(async () => {
  await core?.close();
  await proxy?.close();
});

const nextStatus = () => new Promise<EngineStatus>((resolve) => void core.core.events.on("engine.changed", resolve));

describe("an engine that goes away", () => {
  engineTest("is noticed within two seconds, and so is its return; isolated runs never become local ones", async () => {
    const lost = nextStatus();
    const cutAt = performance.now();
    await proxy.cut();
    expect(await lost).toMatchObject({ state: "unavailable" });
    expect(performance.now() - cutAt).toBeLessThan(2000);

    const request = toRequest({ files: { "main.py": "print('hi')" }, backend: "docker" });
    expect(await core.refusal("run.start", request)).toMatchObject({ code: "docker_unavailable" });

    const found = nextStatus();
    const restoredAt = performance.now();
    await proxy.restore();
    expect(await found).toMatchObject({ state: "available" });
    expect(performance.now() - restoredAt).toBeLessThan(2000);
    expect((await core.run({ files: { "main.py": "print('back')" } })).stdout).toBe("back\n");
  });

  engineTest("during a run ends that run with a sentence, and what was printed has arrived", async () => {
    const request = toRequest({
      files: { "main.py": "print('before')\nimport time; time.sleep(60)" },
      backend: "docker",
    });
    // The interpreter writes a line and its end one after the other; the engine may pass them on in two pieces.
    let text = "";
    const printed = new Promise<string>((resolve) => {
      core.core.events.on("run.output", (output) => {
        if (output.id === request.id) text += output.text;
        if (text.includes("\n")) resolve(text);
      });
    });
    const refused = core.refusal("run.start", request);
    expect(await printed).toBe("before\n");
    const { containers } = await core.call("containers.list", { all: false });
    const left = containers.map(({ id }) => id);
    expect(left).not.toEqual([]);
    await proxy.cut();
    expect(await refused).toMatchObject({
      code: "docker_unavailable",
      message: expect.stringContaining("The connection to the container engine was lost while the program ran"),
    });
    const found = nextStatus();
    await proxy.restore();
    while ((await core.call("engine.check", {})).state !== "available") await found;
    expect((await core.run({ files: { "main.py": "print('again')" } })).stdout).toBe("again\n");
    // The program went on without anybody to stop it, and warm sandboxes waited for nobody: all are removed now.
    const engine = await openEngine();
    const listed = async () => (await engine.listByLabel(INSTALLATION_LABEL)).map(({ id }) => id);
    await expect
      .poll(async () => (await listed()).filter((id) => left.includes(id)), { timeout: 20_000, interval: 200 })
      .toEqual([]);
  });

  // A restart of the engine's service, or of a tunnel to it: the program runs on, but nobody hears it any more.
  engineTest.for([
    ["prints", "import time\nfor line in range(15):\n  print(line)\n  time.sleep(0.3)"],
    ["waits for input", "print('0')\nname = input()\nprint('hello', name)"],
  ] as const)("for a moment ends a run that %s, which nobody can follow to its end", async ([, code]) => {
    const request = toRequest({ files: { "main.py": code }, backend: "docker" });
    const printed = new Promise<void>((resolve) => {
      core.core.events.on("run.output", ({ id, text }) => id === request.id && text.includes("\n") && resolve());
    });
    const refused = core.refusal("run.start", request);
    await printed;
    const { containers } = await core.call("containers.list", { all: false });
    const left = containers.flatMap(({ id, runId }) => (runId === request.id ? [id] : []));
    expect(left).toHaveLength(1);
    const lost = nextStatus();
    await proxy.cut();
    await lost;
    const found = nextStatus();
    await proxy.restore();
    expect(await refused).toMatchObject({
      code: "docker_unavailable",
      message: expect.stringContaining("was lost while the program ran, so its output is not complete"),
    });
    expect(await core.refusal("run.input", { id: request.id, text: "Ada\n", end: false })).toMatchObject({
      code: "not_found",
    });
    expect(await found).toMatchObject({ state: "available" });
    const engine = await openEngine();
    const listed = async () => (await engine.listByLabel(INSTALLATION_LABEL)).map(({ id }) => id);
    await expect
      .poll(async () => (await listed()).filter((id) => left.includes(id)), { timeout: 20_000, interval: 200 })
      .toEqual([]);
  });
});
