import { describe, expect, it } from "vitest";
import { type RunAction, type RunState, reduceRun } from "../../../renderer/run/run-state.ts";
import { toResult } from "../../shared/results.ts";

const begun: RunAction = {
  ...{ type: "begun", id: "1", backend: "docker", language: "python", files: {}, entry: "main.py", startedAtMs: 0 },
};
const started: RunAction = {
  type: "started",
  event: { id: "1", backend: "docker", isolated: true, warm: true, image: null },
};
const waiting: RunAction = { type: "waiting", id: "1", waiting: true };
const stopping: RunAction = { type: "stopping", id: "1" };
const finished: RunAction = { type: "finished", result: toResult({ id: "1" }), error: null };
const refuse = (code: "queue_full" | "cancelled"): RunAction => ({
  type: "refused",
  id: "1",
  failure: { code, message: "No." },
  refusedAt: 0,
});
const run = (...actions: RunAction[]) => actions.reduce<RunState>(reduceRun, { phase: "idle" });

describe("reduceRun", () => {
  it.each<[string, RunAction[], Record<string, unknown>]>([
    ["starts", [begun], { phase: "starting" }],
    ["runs", [begun, started], { phase: "running" }],
    ["waits", [begun, started, waiting], { phase: "running", waiting: true }],
    ["does not wait for input that has ended", [begun, { type: "inputEnded", id: "1" }, waiting], { waiting: false }],
    ["is still stopping when it starts", [begun, stopping, started], { phase: "stopping" }],
    ["finishes", [begun, started, finished], { phase: "finished" }],
    ["is refused", [begun, refuse("queue_full")], { phase: "refused", hadStarted: false }],
    ["is lost", [begun, started, refuse("queue_full")], { phase: "refused", hadStarted: true }],
    ["shows no failure for what the user has stopped", [begun, stopping, refuse("cancelled")], { phase: "idle" }],
    ["is not cleared away while it runs", [begun, started, { type: "cleared" }], { phase: "running" }],
    ["is cleared away afterwards", [begun, finished, { type: "cleared" }], { phase: "idle" }],
    ["ignores news of another run", [begun, { type: "waiting", id: "2", waiting: true }], { waiting: false }],
    ["ignores what comes after its end", [begun, finished, waiting, started], { phase: "finished" }],
  ])("%s", (_, actions, expected) => {
    expect(run(...actions)).toMatchObject(expected);
  });
});
