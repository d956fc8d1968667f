import { expect, it } from "vitest";
import type { Engine } from "../../../../electron/core/engine/engine.ts";
import { createCleanup } from "../../../../electron/core/monitor/cleanup.ts";
import { OWNER_LABEL } from "../../../../electron/core/run/sandbox-spec.ts";

/** A process of this installation that begins, and starts a container, while an engine is asked for its containers. */
function openWith({ begins }: { begins: boolean }) {
  const registered = new Set<string>();
  const removed: string[] = [];
  const engine = {
    identity: { id: "engine" },
    async listByLabel() {
      await new Promise((resolve) => setImmediate(resolve));
      if (begins) registered.add("new");
      return [{ id: "c1", labels: { [OWNER_LABEL]: "new" }, running: true }];
    },
    inspectContainer: async () => ({ Name: "/c1", SizeRw: 5, State: { Status: "running" } }),
    listImages: async () => [],
    remove: async (id: string) => void removed.push(id),
  };
  const cleanup = createCleanup({
    installation: "here",
    async alive() {
      const ids = [...registered];
      return { ids, has: (id) => ids.includes(id) };
    },
    records: {
      remembered: async () => ({ current: new Set<string>(), older: new Set<string>(), steps: new Set<string>() }),
      forget: async () => {},
    },
  });
  return { run: () => cleanup.run(engine as unknown as Engine), removed };
}

it.each([
  [true, []],
  [false, ["c1"]],
])("a container whose process has just begun: %s; removed: %j", async (begins, expected) => {
  const { run, removed } = openWith({ begins });
  await run();
  expect(removed).toEqual(expected);
});
