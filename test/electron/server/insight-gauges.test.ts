import { Registry } from "prom-client";
import { expect, it } from "vitest";
import type { Reply } from "#shared/errors.ts";
import type { Core } from "../../../electron/core/core.ts";
import { createInsightGauges } from "../../../electron/server/insight-gauges.ts";

const SUMMARY = {
  ...{ byEnding: [{ name: "completed", runs: 4 }], bySource: [], limitsHit: {}, wallMs: null, firstOutputMs: null },
  ...{ isolated: 4, warm: 3, flags: [] },
};
const FAILURE = { ok: false, error: { code: "internal", message: "The history cannot be read." } };

it("say nothing of what is not known", async () => {
  let reply: object = FAILURE;
  const registry = new Registry();
  const gauges = createInsightGauges({ dispatch: (async () => reply as Reply<never>) as Core["dispatch"] }, registry);
  const linesAfter = async (next: object) => {
    reply = next;
    await gauges.refresh();
    return (await registry.metrics()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  };
  expect(await linesAfter(FAILURE)).toEqual([]);
  const known = ['sandpit_today_runs{outcome="completed"} 4', "sandpit_today_warm_ratio 0.75", "sandpit_today_flags 0"];
  expect(await linesAfter({ ok: true, value: SUMMARY })).toEqual(known);
  expect(await linesAfter({ ok: true, value: { ...SUMMARY, isolated: 0, warm: 0 } })).toEqual([known[0], known[2]]);
  expect(await linesAfter(FAILURE)).toEqual([]);
});
