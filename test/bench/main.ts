/**
 * `npm run bench [-- --json] [--rounds N] [--only engine|window|flood|monitor|monitor-window|history|history-window]`:
 * measures Sandpit beside its peers, interleaved in one run, so that a busy machine slows all of them alike. Medians, and the
 * ratios that the project promises.
 */
import { parseArgs } from "node:util";
import { flood } from "./flood.ts";
import { history } from "./history.ts";
import { historyWindow } from "./history-window.ts";
import { inEngine } from "./in-engine.ts";
import { monitor } from "./monitor.ts";
import { monitorWindow } from "./monitor-window.ts";
import { createReport } from "./report.ts";
import { startup } from "./startup.ts";

const { values } = parseArgs({
  options: { json: { type: "boolean" }, rounds: { type: "string", default: "15" }, only: { type: "string" } },
});
const rounds = Math.max(1, Number(values.rounds) || 15);
const report = createReport();

const parts = {
  ...{ engine: inEngine, window: startup, flood, monitor, "monitor-window": monitorWindow },
  ...{ history, "history-window": historyWindow },
};
for (const [name, measure] of Object.entries(parts)) {
  if (!values.only || values.only === name) await measure(report, rounds);
}

if (values.json) process.stdout.write(`${JSON.stringify(report.toJson(), null, 2)}\n`);
else process.stdout.write(report.toText());
