import { expect, it } from "vitest";
import { toFacts } from "../../../renderer/run/run-facts.ts";
import { toResult } from "../results.ts";

const names = (facts: { name: string }[]) => facts.map(({ name }) => name);

it("shows what is known and leaves out what is not", () => {
  expect(names(toFacts(toResult()))).toEqual(["Time", "First output", "Exit code", "Sandbox"]);
  expect(names(toFacts(toResult({ firstOutputMs: null, exitCode: null, peakMemoryBytes: 1_048_576 })))).toEqual([
    "Time",
    "Memory",
    "Sandbox",
  ]);
  expect(names(toFacts(toResult({ outcome: "memory_limit", exitCode: 137 })))).not.toContain("Exit code");
});

it.each([
  [{ warm: true }, "warm"],
  [{ warm: false }, "cold start"],
  [{ backend: "local" as const, warm: false }, "none, not isolated"],
])("says of %j: %s", (change, value) => {
  expect(toFacts(toResult(change)).at(-1)?.value).toBe(value);
});
