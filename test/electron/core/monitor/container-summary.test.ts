import { describe, expect, test } from "vitest";
import {
  applyEvent,
  type ContainerFacts,
  toContainerLimits,
  toState,
  toSummary,
} from "../../../../electron/core/monitor/container-summary.ts";
import type { LedgerEntry } from "../../../../electron/core/run/sandbox-ledger.ts";

const facts: ContainerFacts = {
  ...{ id: "abc", name: "calm_name", image: "sha256:1", state: "running", exitCode: null, endedAt: null },
  createdAt: "2026-01-01T00:00:00.000Z",
  limits: { memoryBytes: null, cpus: null, pids: null },
  labels: { "sandpit.installation": "here", "sandpit.owner": "1-a", "sandpit.image": "python:ours" },
};
const viewer = { installation: "here", instance: "1-a", languagesOf: (tag: string) => [`in ${tag}`] };
const AT = "2026-01-01T00:01:00.000Z";

describe("an event changes what is known", () => {
  test.each<[string, Record<string, string>, Partial<ContainerFacts> | "ask"]>([
    ["start", {}, { state: "running" }],
    ["pause", {}, { state: "paused" }],
    ["unpause", {}, { state: "running" }],
    ["die", { exitCode: "137" }, { state: "exited", exitCode: 137, endedAt: AT }],
    ["died", { containerExitCode: "3" }, { state: "exited", exitCode: 3, endedAt: AT }],
    ["die", {}, { state: "exited", exitCode: null, endedAt: AT }],
    ["destroy", {}, { state: "removed", endedAt: AT }],
    ["remove", {}, { state: "removed", endedAt: AT }],
    ["rename", { name: "/other" }, { name: "other" }],
    ["update", {}, "ask"],
  ])("%s %j", (action, attributes, expected) => {
    const next = applyEvent(facts, { action, id: "abc", attributes }, AT);
    if (expected === "ask") expect(next).toBe("ask");
    else expect(next).toEqual({ ...facts, ...expected });
  });
  test.each(["exec_create: sh", "top", "attach", "kill", "stop", "cleanup"])("%s changes nothing", (action) => {
    expect(applyEvent(facts, { action, id: "abc", attributes: {} }, AT)).toBe(facts);
  });
});

describe("whose it is", () => {
  test.each<[string, Record<string, string>, { ours: boolean; mine: boolean; image: string }]>([
    ["this process's", {}, { ours: true, mine: true, image: "python:ours" }],
    ["another process's", { "sandpit.owner": "2-b" }, { ours: true, mine: false, image: "python:ours" }],
    ["another installation's", { "sandpit.installation": "there" }, { ours: false, mine: false, image: "sha256:1" }],
    // An owner alone is no proof.
    ["somebody's", { "sandpit.installation": "" }, { ours: false, mine: false, image: "sha256:1" }],
  ])("%s", (_, labels, expected) => {
    expect(toSummary({ ...facts, labels: { ...facts.labels, ...labels } }, undefined, viewer)).toMatchObject(expected);
  });
});

describe("what this process knows is joined to it", () => {
  const entry: LedgerEntry = {
    ...{ id: "abc", spec: { Labels: facts.labels, Image: "sha256:1" } as never, createdAt: facts.createdAt },
    ...{ role: "running", language: "python", runId: "r1", outcome: null, exitCode: null, endedAt: null },
    ...{ isRemoved: false, isAbandoned: false, output: [], isOutputTruncated: false },
  };
  test("a run and its language", () => {
    expect(toSummary(facts, entry, viewer)).toMatchObject({ role: "running", runId: "r1", languages: ["python"] });
    expect(toSummary(facts, undefined, viewer)).toMatchObject({ role: null, languages: ["in python:ours"] });
  });
  test("it has started, even where the engine's event is late", () => {
    expect(toSummary({ ...facts, state: "created" }, entry, viewer)?.state).toBe("running");
    expect(toSummary({ ...facts, state: "created" }, { ...entry, role: "starting" }, viewer)?.state).toBe("created");
    expect(toSummary({ ...facts, state: "exited" }, entry, viewer)?.state).toBe("exited");
  });
  test("it is gone, even where nobody watched", () => {
    const ended: LedgerEntry = {
      ...entry,
      role: "finished",
      outcome: "failed",
      exitCode: 3,
      endedAt: 0,
      isRemoved: true,
    };
    expect(toSummary(undefined, ended, viewer)).toMatchObject({
      ...{ ours: true, state: "removed", outcome: "failed", exitCode: 3, endedAt: "1970-01-01T00:00:00.000Z" },
    });
    expect(toSummary(undefined, undefined, viewer)).toBeNull();
  });
});

test.each([
  [{ Memory: 0, NanoCpus: 0, PidsLimit: null }, [null, null, null]],
  [{ Memory: 1024, NanoCpus: 500_000_000, PidsLimit: 64 }, [1024, 0.5, 64]],
  [{ Memory: -1, CpuQuota: 50_000, CpuPeriod: 100_000, PidsLimit: -1 }, [null, 0.5, null]],
  [{ CpuQuota: 200_000 }, [null, 2, null]],
])("limits %j", (host, [memoryBytes, cpus, pids]) => {
  expect(toContainerLimits(host)).toEqual({ memoryBytes, cpus, pids });
});

test.each([
  ["running", "running"],
  ["configured", "created"],
  ["stopped", "exited"],
  ["something new", "created"],
])("the engine's %s is our %s", (status, state) => {
  expect(toState(status)).toBe(state);
});
