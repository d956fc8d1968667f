import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { RunResult } from "#shared/run.ts";
import { toVerdict } from "#shared/verdict.ts";

const base: RunResult = {
  id: "r1",
  language: "python",
  backend: "docker",
  isolated: true,
  warm: true,
  outcome: "completed",
  exitCode: 0,
  signal: null,
  stdout: "hi\n",
  stderr: "",
  truncated: { stdout: false, stderr: false },
  wallMs: 120,
  firstOutputMs: 5,
  peakMemoryBytes: null,
  cpuMs: null,
  limits: DEFAULT_LIMITS,
  image: null,
  startedAt: "2026-01-01T00:00:00.000Z",
  source: "window",
};

describe("toVerdict", () => {
  it.each<[string, Partial<RunResult>, string, string, RegExp]>([
    ["completed", {}, "good", "Finished", /without an error/],
    ["completed without output", { stdout: "" }, "good", "Finished", /printed nothing/],
    [
      "failed with a message",
      { outcome: "failed", exitCode: 1, stderr: "NameError: x" },
      "attention",
      "Stopped by an error",
      /last lines of the output/,
    ],
    [
      "failed in silence",
      { outcome: "failed", exitCode: 3 },
      "attention",
      "Stopped by an error",
      /exit code 3.*no error message/,
    ],
    [
      "signaled",
      { outcome: "signaled", exitCode: null, signal: "SIGSEGV" },
      "attention",
      "Your program crashed",
      /memory that was not its own.*SIGSEGV/,
    ],
    [
      "an uncommon signal",
      { outcome: "signaled", exitCode: null, signal: "SIGBUS" },
      "attention",
      "Your program crashed",
      /SIGBUS/,
    ],
    ["time limit", { outcome: "time_limit" }, "attention", "Stopped after 30 s", /still running after 30 s.*loop/],
    [
      "memory limit",
      { outcome: "memory_limit" },
      "attention",
      "Out of memory",
      /more than 128 MB of memory and was stopped\. A list/,
    ],
    ["output limit", { outcome: "output_limit" }, "attention", "Too much output", /more than 10 KB/],
    ["cancelled", { outcome: "cancelled" }, "neutral", "Stopped", /You stopped/],
  ])("%s", (_, change, tone, title, explanation) => {
    const verdict = toVerdict({ ...base, ...change });
    expect(verdict).toMatchObject({ tone, title });
    expect(verdict.explanation).toMatch(explanation);
  });

  it("names the limits that were in force, not the defaults", () => {
    const limits = { ...DEFAULT_LIMITS, memoryBytes: 64 * 1024 * 1024 };
    expect(toVerdict({ ...base, outcome: "memory_limit", limits }).explanation).toContain("64 MB");
  });
});
