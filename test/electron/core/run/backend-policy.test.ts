import { describe, expect, test } from "vitest";
import type { EngineStatus } from "#shared/engine.ts";
import type { BackendPolicy } from "#shared/run.ts";
import { chooseBackend } from "../../../../electron/core/run/backend-policy.ts";

const there = { state: "available" } as EngineStatus;
const away: EngineStatus = {
  state: "unavailable",
  problem: "not_running",
  message: "It is not running.",
  remedy: "Start it.",
  attempts: [],
};

describe("where a program runs", () => {
  test.each<[BackendPolicy, BackendPolicy, EngineStatus, boolean, string]>([
    ["auto", "auto", there, true, "docker"],
    ["auto", "auto", there, false, "docker"],
    ["auto", "auto", away, true, "local"],
    ["auto", "auto", away, false, "policy_forbids"],
    ["auto", "docker", there, true, "docker"],
    ["auto", "docker", away, true, "docker_unavailable"],
    ["auto", "local", there, true, "local"],
    ["auto", "local", there, false, "policy_forbids"],
    ["docker", "auto", away, true, "docker_unavailable"],
    ["docker", "local", there, true, "policy_forbids"],
    ["local", "auto", there, true, "local"],
    ["local", "auto", there, false, "policy_forbids"],
    ["local", "docker", there, true, "policy_forbids"],
  ])("policy %s, asked for %s, engine %o, allowed %s: %s", (policy, asked, engine, mayRunLocally, expected) => {
    const choose = () => chooseBackend({ policy, asked, engine, forbidsLocal: null, mayRunLocally });
    if (expected === "docker" || expected === "local") expect(choose()).toBe(expected);
    else expect(choose).toThrow(expect.objectContaining({ code: expected }));
  });

  test.each<[BackendPolicy, BackendPolicy, EngineStatus, string]>([
    ["auto", "auto", there, "docker"],
    ["auto", "auto", away, "policy_forbids"],
    ["auto", "local", there, "policy_forbids"],
    ["local", "auto", there, "policy_forbids"],
    ["docker", "local", there, "policy_forbids"],
    ["docker", "auto", away, "docker_unavailable"],
  ])(
    "where nothing may run without isolation: policy %s, asked for %s, engine %o: %s",
    (policy, asked, engine, expected) => {
      const choose = () => chooseBackend({ policy, asked, engine, forbidsLocal: "Not here.", mayRunLocally: true });
      if (expected === "docker") expect(choose()).toBe(expected);
      else expect(choose).toThrow(expect.objectContaining({ code: expected }));
    },
  );

  test("the refusal carries the engine's remedy", () => {
    expect(() =>
      chooseBackend({ policy: "docker", asked: "auto", engine: away, forbidsLocal: null, mayRunLocally: true }),
    ).toThrow("It is not running. Start it.");
  });
});
