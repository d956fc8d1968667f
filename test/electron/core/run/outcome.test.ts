import { describe, expect, test } from "vitest";
import { type EndFacts, toEnd } from "../../../../electron/core/run/outcome.ts";

const facts: EndFacts = {
  exitCode: 0,
  oomKilled: false,
  reportedOutOfMemory: false,
  stopCause: null,
  outputExceeded: false,
  isCompiling: false,
};

describe("how a run ended", () => {
  test.each<[Partial<EndFacts>, string, number | null, string | null]>([
    [{}, "completed", 0, null],
    [{ exitCode: 1 }, "failed", 1, null],
    [{ exitCode: 255 }, "failed", 255, null],
    [{ exitCode: 200 }, "failed", 200, null],
    [{ exitCode: 139 }, "signaled", 139, "SIGSEGV"],
    [{ exitCode: 137 }, "signaled", 137, "SIGKILL"],
    [{ exitCode: 137, oomKilled: true }, "memory_limit", 137, "SIGKILL"],
    [{ exitCode: 1, oomKilled: true }, "memory_limit", 1, null],
    [{ exitCode: 0, oomKilled: true }, "completed", 0, null],
    [{ exitCode: 134, reportedOutOfMemory: true }, "memory_limit", 134, "SIGABRT"],
    [{ exitCode: 0, reportedOutOfMemory: true }, "completed", 0, null],
    [{ exitCode: 0, outputExceeded: true }, "output_limit", 0, null],
    [{ exitCode: 3, outputExceeded: true }, "output_limit", 3, null],
    [{ exitCode: 137, stopCause: "time" }, "time_limit", null, null],
    [{ exitCode: 137, stopCause: "time", oomKilled: true }, "time_limit", null, null],
    [{ exitCode: 137, stopCause: "output", outputExceeded: true }, "output_limit", null, null],
    [{ exitCode: 137, stopCause: "cancelled", outputExceeded: true }, "cancelled", null, null],
    [{ exitCode: null, stopCause: "time" }, "time_limit", null, null],
  ])("%o is %s", (given, outcome, exitCode, signal) => {
    expect(toEnd({ ...facts, ...given })).toEqual({ outcome, exitCode, signal });
  });
});

describe("how a program ended that never began", () => {
  test.each<[string, Partial<EndFacts>, object]>([
    ["the compiler found mistakes", { exitCode: 1 }, { outcome: "compile_error", exitCode: 1, signal: null }],
    [
      "it took too long",
      { exitCode: 137, stopCause: "time" },
      { outcome: "compile_error", exitCode: null, signal: null },
    ],
    ["memory ran out", { exitCode: 1, oomKilled: true }, { outcome: "compile_error", exitCode: 1, signal: "SIGKILL" }],
    ["the compiler printed much", { exitCode: 1, outputExceeded: true }, { outcome: "compile_error", exitCode: 1 }],
    ["the user stopped it", { exitCode: 137, stopCause: "cancelled" }, { outcome: "cancelled", exitCode: null }],
  ])("%s", (_, known, end) => {
    expect(toEnd({ ...facts, isCompiling: true, ...known })).toMatchObject(end);
  });
});
