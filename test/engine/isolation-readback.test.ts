import { describe, expect } from "vitest";
import { engineTest, openReadyCore } from "./test-core.ts";

describe("the isolation", () => {
  engineTest("is read back by itself after a run, once for an engine and image, for the badge", async () => {
    const core = await openReadyCore({ poolSize: 0, watchEngine: true });
    try {
      expect((await core.call("app.status", {})).isolationFaults).toBeNull();
      let checks = 0;
      const checked = new Promise<unknown[]>((resolve) => {
        core.core.events.on("isolation.checked", ({ faults }) => {
          checks += 1;
          resolve(faults);
        });
      });
      await core.run({ files: { "main.py": "print('first')" } });
      expect(await checked).toEqual([]);
      expect((await core.call("app.status", {})).isolationFaults).toEqual([]);
      // The doctor reads it anew, because that is what it was asked for.
      const { checks: found } = await core.call("doctor.run", {});
      expect(found.filter(({ id }) => id.startsWith("isolation.")).length).toBeGreaterThanOrEqual(10);
      expect(checks).toBe(2);
    } finally {
      await core.close();
    }
  });
});
