import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { Settings } from "#shared/settings.ts";
import { findExceeded, mergeSettings } from "../../../../electron/core/settings/merge-settings.ts";
import { toPolicyFile } from "../../../../electron/core/settings/policy.ts";
import { policyPaths } from "../../../../electron/core/settings/policy-path.ts";

const PATH = "/etc/sandpit/policy.json";
const policy = (rules: object) => toPolicyFile(PATH, { text: JSON.stringify({ version: 1, by: "Room 12", ...rules }) });
const merged = (rules: object, user: Partial<Settings> = {}) => mergeSettings(user, policy(rules));

describe("where a policy is", () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string[]]>([
    ["linux", { ProgramData: "/tmp", HOME: "/tmp" }, ["/etc/sandpit/policy.json"]],
    ["darwin", {}, ["/Library/Application Support/Sandpit/policy.json"]],
    ["win32", {}, ["C:\\ProgramData\\Sandpit\\policy.json"]],
    ["win32", { ProgramData: "D:\\Data" }, ["C:\\ProgramData\\Sandpit\\policy.json", "D:\\Data\\Sandpit\\policy.json"]],
  ])("on %s with %j", (platform, env, paths) => {
    expect(policyPaths(platform, env)).toEqual(paths);
  });
});

describe("a policy that is broken", () => {
  it.each<[string, Parameters<typeof toPolicyFile>[1]]>([
    ["is empty", { text: "" }],
    ["is no JSON", { text: "{" }],
    ["is no object", { text: "[]" }],
    ["has no version", { text: '{"by":"Room 12"}' }],
    ["has another version", { text: '{"version":2,"by":"Room 12"}' }],
    ["does not say who set it", { text: '{"version":1,"forbidLocal":true}' }],
    ["has a rule that is misspelt", { text: '{"version":1,"by":"Room 12","forbidlocal":true}' }],
    ["locks a setting that is not there", { text: '{"version":1,"by":"Room 12","lock":{"limits.wall":1}}' }],
    ["locks a setting to what it cannot be", { text: '{"version":1,"by":"Room 12","lock":{"pool.size":-1}}' }],
    ["bounds what is no number", { text: '{"version":1,"by":"Room 12","ceilings":{"window.theme":1}}' }],
    ["has a fraction for a whole number", { text: '{"version":1,"by":"Room 12","ceilings":{"limits.pids":10.5}}' }],
    ["says its rule as a text", { text: '{"version":1,"by":"Room 12","forbidLocal":"true"}' }],
    ["cannot be read", { failure: "EACCES" }],
  ])("because it %s lets nothing run without isolation, and says why", (_, content) => {
    const file = toPolicyFile(PATH, content);
    expect(file.state).toBe("broken");
    const { values, policy: status } = mergeSettings(
      { backendPolicy: "local", "limits.memoryBytes": 4 * 1024 ** 3, "http.enabled": true },
      file,
    );
    expect(values).toMatchObject({ backendPolicy: "docker", "http.enabled": false });
    expect(values["limits.memoryBytes"]).toBe(DEFAULT_LIMITS.memoryBytes);
    expect(status.forbidsLocal).toContain(PATH);
    expect(status.message).toContain("cannot be used");
  });

  it("because a ceiling is a fraction says which", () => {
    const text = '{"version":1,"by":"Room 12","ceilings":{"limits.cpus":0.75,"limits.memoryBytes":100000000.5}}';
    expect(mergeSettings({}, toPolicyFile(PATH, { text })).policy.message).toContain(
      "cannot be used: ceilings.limits.memoryBytes: It takes a whole number.",
    );
  });

  it("is not one that is not there", () => {
    expect(toPolicyFile(PATH, { text: null })).toEqual({ state: "none", path: PATH });
    expect(mergeSettings({ backendPolicy: "local" }, { state: "none", path: PATH }).values.backendPolicy).toBe("local");
  });

  it("is not one that begins with a byte order mark, as Windows writes it", () => {
    expect(toPolicyFile(PATH, { text: '\uFEFF{"version":1,"by":"Room 12"}' }).state).toBe("in_force");
  });
});

describe("a policy", () => {
  it("locks settings over what the user has set, and says who did", () => {
    const { values, entries } = merged(
      { lock: { "limits.wallMs": 5_000, "window.theme": "dark" } },
      { "limits.wallMs": 60_000 },
    );
    expect(values).toMatchObject({ "limits.wallMs": 5_000, "window.theme": "dark" });
    expect(entries.get("limits.wallMs")).toMatchObject({ source: "policy", lockedBy: "Room 12" });
    expect(entries.get("limits.cpus")).toMatchObject({ source: "default", lockedBy: null });
  });

  it.each<[keyof Settings, number, number | undefined, number]>([
    ["limits.wallMs", 10_000, 60_000, 10_000],
    ["limits.wallMs", 10_000, 5_000, 5_000],
    ["limits.wallMs", 10_000, undefined, 10_000],
    ["limits.wallMs", 60_000, undefined, 30_000],
    // Less than can be set at all: the least that can.
    ["limits.wallMs", 0, 60_000, 100],
    // 0 stands for "as many as one likes", which no ceiling lets through.
    ["rate.windowPerMinute", 10, 0, 10],
    ["rate.windowPerMinute", 10, undefined, 10],
    ["rate.windowPerMinute", 100, 5, 5],
    ["queue.concurrency", 2, 0, 2],
  ])("with a ceiling for %s of %j makes %j into %j", (key, ceiling, user, value) => {
    expect(merged({ ceilings: { [key]: ceiling } }, { [key]: user }).values[key]).toBe(value);
  });

  it.each([
    [{ ceilings: { "limits.wallMs": 10_000 } }, { wallMs: 10_001 }, "wallMs"],
    [{ ceilings: { "limits.wallMs": 10_000 } }, { wallMs: 10_000 }, null],
    [{ lock: { "limits.memoryBytes": 64 * 1024 * 1024 } }, { memoryBytes: 128 * 1024 * 1024 }, "memoryBytes"],
    [{ lock: { "limits.memoryBytes": 64 * 1024 * 1024 } }, { memoryBytes: 32 * 1024 * 1024 }, null],
    [{}, { wallMs: 600_000 }, null],
  ])("%j: a run that asks for %j is refused for %j", (rules, asked, limit) => {
    const exceeded = findExceeded(asked, merged(rules));
    expect(exceeded?.limit ?? null).toBe(limit);
    if (exceeded) expect(exceeded.message).toContain("Room 12 has set it so");
  });
});
