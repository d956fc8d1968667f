import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { RunResult } from "#shared/run.ts";
import { createEventBus } from "../../../electron/core/event-bus.ts";
import { createMetrics } from "../../../electron/server/metrics.ts";

const RESULT: RunResult = {
  ...{ id: "a", language: "python", backend: "docker", isolated: true, warm: false, outcome: "completed", exitCode: 0 },
  ...{ signal: null, stdout: "", stderr: "", truncated: { stdout: false, stderr: false }, wallMs: 20, image: null },
  ...{ firstOutputMs: null, peakMemoryBytes: null, cpuMs: null, limits: DEFAULT_LIMITS, source: "http" },
  startedAt: "2026-01-31T00:00:00.000Z",
};

/** The numbers after these events, without those of history. */
async function after(tell: (events: ReturnType<typeof createEventBus>) => void) {
  const events = createEventBus(() => {});
  const dispatch = async () => ({ ok: false as const, error: { code: "internal" as const, message: "" } });
  const metrics = createMetrics({ dispatch, events });
  tell(events);
  const { text } = await metrics.read();
  metrics.close();
  const of = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
  return {
    running: of(/^sandpit_runs_running (\d+)/m),
    runs: of(/^sandpit_runs_total\{.*\} (\d+)/m),
    measured: of(/^sandpit_run_duration_seconds_count\{.*\} (\d+)/m),
  };
}
const start = { id: "a", backend: "docker" as const, isolated: true, warm: false, image: null };

test.each<[string, Parameters<typeof after>[0], Awaited<ReturnType<typeof after>>]>([
  ["has begun", (events) => events.emit("run.started", start), { running: 1, runs: 0, measured: 0 }],
  [
    "has ended",
    (events) => {
      events.emit("run.started", start);
      events.emit("run.finished", { id: "a", result: RESULT });
    },
    { running: 0, runs: 1, measured: 1 },
  ],
  [
    "was lost with its engine",
    (events) => {
      events.emit("run.started", start);
      events.emit("run.lost", { id: "a" });
    },
    { running: 0, runs: 0, measured: 0 },
  ],
  [
    "could not be prepared",
    (events) => {
      events.emit("run.started", start);
      events.emit("run.finished", { id: "a", result: { ...RESULT, outcome: "failed", exitCode: 1, wallMs: 0 } });
    },
    { running: 0, runs: 1, measured: 0 },
  ],
  [
    "was stopped while it waited for its turn",
    (events) =>
      events.emit("run.finished", { id: "a", result: { ...RESULT, outcome: "cancelled", exitCode: null, wallMs: 0 } }),
    { running: 0, runs: 0, measured: 0 },
  ],
])("a program that %s is counted as what it is", async (_, tell, expected) => {
  expect(await after(tell)).toEqual(expected);
});
