import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import { createHistory, type History } from "../../../../../electron/core/store/history/history.ts";
import type { Pruned } from "../../../../../electron/core/store/history/retention.ts";
import { newFolder, openService } from "./open-service.ts";
import { endOf, newRun } from "./sample-runs.ts";

const DAY = 24 * 60 * 60_000;
const RULES = { days: 90, runs: 10_000, bytes: 1e9, auditDays: 365 };

let folder: string;
let remove: () => void;
let history: History;
beforeEach(() => {
  ({ folder, remove } = newFolder());
});
afterEach(async () => {
  await history.close();
  remove();
});

it("of a host that stays is pruned at its start, also where that was done a moment ago under other rules", async () => {
  const service = openService(folder);
  const run = newRun({ at: Date.now() - 40 * DAY });
  service.end(service.begin(run).seq, run, endOf(run));
  expect(service.prune(RULES, true)?.removed).toBe(0);
  service.close();

  const { promise, resolve } = Promise.withResolvers<Pruned>();
  history = createHistory({
    ...{ folder, node: undefined, retention: () => ({ ...RULES, days: 30 }), onPruned: resolve },
    instance: {
      ...{ installation: "here", id: "p1", folder: join(folder, "instances"), release: async () => {} },
      alive: async () => ({ has: (id) => id === "p1" }),
    },
    script: join(import.meta.dirname, "../../../../../electron/core/store/history/cached-worker.ts"),
    circumstances: () => ({
      ...{ backendPolicy: "auto", limits: DEFAULT_LIMITS, policyBy: null, abuse: { runs: 0, withinMs: 0 } },
    }),
    ...{ onRecorded() {}, onFlagged() {}, onElsewhere() {}, onNoticed() {} },
  });
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval"] });
  history.keepTidy();
  vi.advanceTimersByTime(5_000);
  vi.useRealTimers();
  expect(await promise).toMatchObject({ removed: 1 });
});
