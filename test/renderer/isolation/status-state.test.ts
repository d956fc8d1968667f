import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { Backend, BackendPolicy } from "#shared/run.ts";
import {
  toBadgeWords,
  toIsolation,
  toLocalBounds,
  toMissingProtections,
  toShortVersion,
} from "../../../renderer/isolation/isolation.ts";
import {
  reduceStatus,
  type StatusAction,
  type StatusState,
  toBackend,
  UNKNOWN_STATUS,
} from "../../../renderer/isolation/status-state.ts";
import { AVAILABLE, UNAVAILABLE } from "../fake-bridge.ts";

const report = (backend: Backend | null, backendPolicy: BackendPolicy = "auto"): StatusAction => ({
  type: "reported",
  status: {
    engine: backend === "docker" ? AVAILABLE : UNAVAILABLE,
    backendPolicy,
    backend,
    limits: DEFAULT_LIMITS,
    warm: {},
    isolationFaults: null,
    languageLimits: { java: { ...DEFAULT_LIMITS, memoryBytes: 512 * 1024 * 1024 } },
  },
});
const lost: StatusAction = { type: "engineChanged", engine: UNAVAILABLE };
const back: StatusAction = { type: "engineChanged", engine: AVAILABLE };
const run = (...actions: StatusAction[]): StatusState => actions.reduce(reduceStatus, UNKNOWN_STATUS);

describe("toBackend", () => {
  it.each([
    ["auto", AVAILABLE, "docker"],
    ["auto", UNAVAILABLE, "local"],
    ["docker", AVAILABLE, "docker"],
    ["docker", UNAVAILABLE, null],
    ["local", AVAILABLE, "local"],
  ] as const)("policy %s", (policy, engine, backend) => {
    expect(toBackend(policy, engine)).toBe(backend);
  });
});

describe("isolation over time", () => {
  it.each<[string, StatusAction[], string]>([
    ["nothing known", [], "checking"],
    ["an engine", [report("docker")], "isolated"],
    ["no engine", [report("local")], "not_isolated"],
    ["no engine, and isolation required", [report(null, "docker")], "none"],
    ["the engine went away", [report("docker"), lost], "not_isolated"],
    ["the engine came back", [report("docker"), lost, back], "isolated"],
    ["isolation required, and the engine went away", [report("docker", "docker"), lost], "none"],
  ])("%s", (_, actions, isolation) => {
    expect(toIsolation(run(...actions))).toBe(isolation);
  });

  it("has no warm sandboxes without an engine", () => {
    const warm: StatusAction = { type: "poolChanged", warm: { python: 2 } };
    expect(run(report("docker"), warm).status?.warm).toEqual({ python: 2 });
    expect(run(report("docker"), warm, lost).status?.warm).toEqual({});
  });
});

describe("the badge's words", () => {
  it.each<[StatusAction[], string, string]>([
    [[], "Checking", "looking for a container engine"],
    [[report("docker")], "Isolated", "Docker 27.3, 128 MB, 0.5 CPU, 30 s, no network"],
    [
      [report("docker"), { type: "engineChanged", engine: { ...AVAILABLE, machine: "lab-server" } }],
      ...["Isolated", "on lab-server, Docker 27.3, 128 MB, 0.5 CPU, 30 s, no network"],
    ] as [StatusAction[], string, string],
    [
      [
        report("docker"),
        { type: "engineChanged", engine: { ...AVAILABLE, machine: "lab-server" } },
        { type: "latencyMeasured", latencyMs: 12.4 },
      ],
      ...["Isolated", "on lab-server, 12 ms, Docker 27.3, 128 MB, 0.5 CPU, 30 s, no network"],
    ] as [StatusAction[], string, string],
    [[report("local")], "Not isolated", "programs run directly on this computer, 30 s, 10 KB of output"],
    [[report(null, "docker")], "Cannot run", "no container engine"],
  ])("%#", (actions, title, facts) => {
    const words = toBadgeWords(run(...actions), "python");
    expect(words.title).toBe(title);
    expect(words.facts.join(", ")).toBe(facts);
  });

  it.each([
    [true, "128\u00a0MB of memory, 30\u00a0s, 10\u00a0KB of output.", "0.5\u00a0CPU, 64\u00a0processes."],
    [false, "30\u00a0s, 10\u00a0KB of output.", "128\u00a0MB of memory, 0.5\u00a0CPU, 64\u00a0processes."],
  ])("tells what holds without isolation from what is missing (Linux: %s)", (isLinux, holds, missing) => {
    expect(toLocalBounds(DEFAULT_LIMITS, isLinux).detail).toBe(holds);
    const list = toMissingProtections(DEFAULT_LIMITS, isLinux);
    expect([list.length, list.find(({ title }) => title === "More bounds")?.detail]).toEqual([7, missing]);
  });

  it("has the limits that the core says are in force for the language", () => {
    const { facts } = toBadgeWords(run(report("docker")), "java");
    expect(facts.join(", ")).toBe("Docker 27.3, 512 MB, 0.5 CPU, 30 s, no network");
  });

  it.each([
    ["27.3.1", "27.3"],
    ["5.0", "5.0"],
    ["dev", "dev"],
  ])("%s → %s", (version, short) => {
    expect(toShortVersion(version)).toBe(short);
  });
});
