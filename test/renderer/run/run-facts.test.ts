import { expect, it } from "vitest";
import { toFacts } from "../../../renderer/run/run-facts.ts";
import { toResult } from "../../shared/results.ts";

const words = (change: Parameters<typeof toResult>[0] = {}) => toFacts(toResult(change)).join(" · ");

it("shows what is known and leaves out what is not", () => {
  expect(words()).toMatch(/^Took .+ · first output after .+ · exit code 0 · warm sandbox$/);
  expect(words({ firstOutputMs: null, exitCode: null, peakMemoryBytes: 1_048_576 })).toMatch(
    /^Took .+ · up to 1 MB of memory · warm sandbox$/,
  );
  expect(words({ outcome: "memory_limit", exitCode: 137 })).not.toContain("exit code");
});

it("shows the exit code of a program that ended by itself, although it printed too much", () => {
  expect(words({ outcome: "output_limit", exitCode: 3 })).toContain("exit code 3");
  expect(words({ outcome: "output_limit", exitCode: null })).not.toContain("exit code");
  expect(words({ outcome: "output_limit", exitCode: 139, signal: "SIGSEGV" })).not.toContain("exit code");
});

it("says nothing of a program that was never started", () => {
  expect(words({ outcome: "failed", exitCode: 1, warm: false, wallMs: 0, firstOutputMs: null })).toBe("");
});

it.each([
  [{ warm: true }, "warm sandbox"],
  [{ warm: false }, "cold start"],
  [{ backend: "local" as const, warm: false }, "not isolated"],
])("says of %j: %s", (change, value) => {
  expect(toFacts(toResult(change)).at(-1)).toBe(value);
});
