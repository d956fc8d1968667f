import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Core } from "../core/core.ts";
import { createInsightGauges } from "./insight-gauges.ts";

export interface Metrics {
  /** A request that was answered; `route` is one of ours and never what the client wrote. */
  answered(method: string, route: string, status: number): void;
  /** What Prometheus reads, and how it is called. */
  read(): Promise<{ text: string; contentType: string }>;
  close(): void;
}

/** Runs take from milliseconds, warm, to the time limit. In seconds, as Prometheus wants. */
const RUN_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Counts what happens from now on, in a registry of its own, beside what history tells of this day. */
export function createMetrics(core: Pick<Core, "dispatch" | "events">): Metrics {
  const { events } = core;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const runs = new Counter({
    ...{ name: "sandpit_runs_total", help: "Programs that have run", registers },
    labelNames: ["language", "backend", "outcome", "source"],
  });
  const seconds = new Histogram({
    ...{ name: "sandpit_run_duration_seconds", help: "From the hand-over of a program to its end", registers },
    ...{ labelNames: ["language", "backend"], buckets: RUN_SECONDS },
  });
  const running = new Gauge({ name: "sandpit_runs_running", help: "Programs that run now", registers });
  const warm = new Gauge({
    ...{ name: "sandpit_warm_sandboxes", help: "Sandboxes that wait for a program", registers },
    labelNames: ["language"],
  });
  const requests = new Counter({
    ...{ name: "sandpit_http_requests_total", help: "Requests that were answered", registers },
    labelNames: ["method", "route", "status"],
  });

  const insights = createInsightGauges(core, registry);

  const active = new Set<string>();
  const hasEnded = (id: string): boolean => {
    const hadBegun = active.delete(id);
    running.set(active.size);
    return hadBegun;
  };
  const offs = [
    events.on("run.started", ({ id }) => running.set(active.add(id).size)),
    events.on("run.lost", ({ id }) => void hasEnded(id)),
    events.on("run.finished", ({ id, result: { language, backend, outcome, source, wallMs } }) => {
      // One that was stopped while it waited for its turn is no program that has run.
      if (!hasEnded(id)) return;
      runs.inc({ language, backend, outcome, source });
      if (wallMs > 0) seconds.observe({ language, backend }, wallMs / 1000);
    }),
    events.on("pool.changed", (event) => {
      warm.reset();
      for (const [language, count] of Object.entries(event.warm)) warm.set({ language }, count);
    }),
  ];

  return {
    answered(method, route, status) {
      requests.inc({ method: METHODS.includes(method) ? method : "other", route, status });
    },
    async read() {
      await insights.refresh();
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
    close() {
      for (const off of offs) off();
      registry.clear();
    },
  };
}
