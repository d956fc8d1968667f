import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { watchContainers } from "./container-watch.ts";
import { createEngineProxy, type EngineProxy } from "./engine-proxy.ts";
import { engineTest, openReadyCore, type TestCore, toRequest } from "./test-core.ts";

let proxy: EngineProxy;
let core: TestCore;
beforeAll(async () => {
  if (inject("noEngine") !== null) return;
  proxy = await createEngineProxy(process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock");
  core = await openReadyCore({
    poolSize: 0,
    watchEngine: true,
    env: { ...process.env, DOCKER_HOST: proxy.address },
  });
});
afterAll(async () => {
  await core?.close();
  await proxy?.close();
});

describe("a monitor whose engine goes away", () => {
  engineTest.for([
    ["long enough to be noticed", true],
    ["for less time than it takes to notice", false],
  ] as const)("and comes back, %s, tells the whole list anew and goes on", async ([, isNoticed]) => {
    const watch = await watchContainers(core);
    const lost = new Promise<void>(
      (resolve) => void core.core.events.on("engine.changed", ({ state }) => state === "unavailable" && resolve()),
    );
    await proxy.cut();
    if (isNoticed) await lost;
    expect(core.core.openStatsStreams()).toBe(0);
    const listed = watch.listed();
    await proxy.restore();
    await listed;

    const request = toRequest({ files: { "main.py": "print('back')\nimport time; time.sleep(60)" } });
    const running = watch.changed(({ runId, role }) => runId === request.id && role === "running");
    const result = core.call("run.start", request);
    const { id } = await running;
    const sampled = watch.sampled((sample) => sample.id === id);
    await core.call("monitor.watchStats", { watcher: "test", ids: [id] });
    await sampled;
    await core.call("containers.stop", { id });
    expect((await result).outcome).toBe("cancelled");
    await watch.end();
  });

  engineTest("can be opened meanwhile, and fills when the engine is back", async () => {
    await proxy.cut();
    const watch = await watchContainers(core);
    expect(watch.containers.every(({ state }) => state === "removed")).toBe(true);
    const listed = watch.listed();
    await proxy.restore();
    await listed;
    await watch.end();
  });
});
