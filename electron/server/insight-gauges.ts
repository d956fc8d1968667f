import { Gauge, type Registry } from "prom-client";
import type { Reply } from "#shared/errors.ts";
import type { Metrics, Percentiles } from "#shared/metrics-schema.ts";
import type { Core } from "../core/core.ts";

/** What history tells of this day, as gauges: unlike the counters it outlives this process, and counts all hosts. */
export interface InsightGauges {
  /** Reads history anew. Where that fails, the gauges are empty rather than old. */
  refresh(): Promise<void>;
}

const TODAY = "since midnight, of every host of this installation";

export function createInsightGauges(core: Pick<Core, "dispatch">, registry: Registry): InsightGauges {
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge({ name, help: `${help} ${TODAY}`, labelNames, registers: [registry] });
  const runs = gauge("sandpit_today_runs", "Runs in history, by how they ended,", ["outcome"]);
  const bySource = gauge("sandpit_today_runs_by_source", "Runs in history, by who asked for them,", ["source"]);
  const limits = gauge("sandpit_today_limits_hit", "Runs that met a limit,", ["limit"]);
  const wall = gauge("sandpit_today_run_seconds", "From the hand-over of a program to its end,", ["quantile"]);
  const first = gauge("sandpit_today_first_output_seconds", "Until the first output,", ["quantile"]);
  const warm = gauge("sandpit_today_warm_ratio", "Isolated runs that found a sandbox waiting, of all,");
  const flags = gauge("sandpit_today_flags", "Flags for repeated runs into a limit,");
  const all = [runs, bySource, limits, wall, first, warm, flags];

  const quantiles = (target: Gauge<"quantile">, found: Percentiles) => {
    if (!found) return;
    target.set({ quantile: "0.5" }, found.p50 / 1000);
    target.set({ quantile: "0.9" }, found.p90 / 1000);
    target.set({ quantile: "0.99" }, found.p99 / 1000);
  };

  return {
    async refresh() {
      const context = { source: "http" as const, mayRunLocally: () => false };
      const reply = (await core.dispatch("metrics.summary", { days: 1 }, context)) as Reply<Metrics>;
      for (const each of all) each.reset();
      // Those without labels are 0 after that, which would be said of what is not known.
      for (const each of [warm, flags]) each.remove();
      if (!reply.ok) return;
      const { value } = reply;
      for (const { name, runs: count } of value.byEnding) runs.set({ outcome: name }, count);
      for (const { name, runs: count } of value.bySource) bySource.set({ source: name }, count);
      for (const [limit, count] of Object.entries(value.limitsHit)) limits.set({ limit }, count);
      quantiles(wall, value.wallMs);
      quantiles(first, value.firstOutputMs);
      if (value.isolated > 0) warm.set(value.warm / value.isolated);
      flags.set(value.flags.length);
    },
  };
}
