import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { RunResult } from "#shared/run.ts";
import { toVerdict } from "#shared/verdict.ts";
import { toResult } from "./results.ts";

const TRACEBACK =
  'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 2, in <module>\n    half(4)\nNameError: x\n';

describe("toVerdict", () => {
  it.each<[string, Partial<RunResult>, string, string, RegExp]>([
    ["completed", {}, "good", "Finished", /without an error/],
    ["completed without output", { stdout: "" }, "good", "Finished", /printed nothing/],
    [
      "completed although a thread has died",
      { stderr: `Exception in thread Thread-1 (work):\n${TRACEBACK}` },
      "attention",
      "Finished",
      /ran to its end, but printed an error on the way/,
    ],
    [
      "failed with an error that nobody caught",
      { outcome: "failed", exitCode: 1, stderr: TRACEBACK },
      "attention",
      "Stopped by an error",
      /did not handle.*last lines of the output/,
    ],
    [
      "failed with a message of its own",
      { outcome: "failed", exitCode: 2, stderr: "bad thing\n" },
      "attention",
      "Stopped by an error",
      /^Your program ended with exit code 2, which means that something went wrong\. Its own message/,
    ],
    [
      "failed with an exit code of its own, after an error that it had handled",
      { outcome: "failed", exitCode: 2, stderr: `ERROR:root:failed\n${TRACEBACK}` },
      "attention",
      "Stopped by an error",
      /^Your program ended with exit code 2, which means that something went wrong\. Its own message/,
    ],
    [
      "never begun",
      { outcome: "failed", exitCode: 1, wallMs: 0, stderr: "main.ts:2:10\nconst b: = 2;\n\nSyntaxError: x\n" },
      "attention",
      "Stopped by an error",
      /cannot be read as it is written, so it never began/,
    ],
    [
      "met the limit of processes",
      { outcome: "failed", exitCode: 1, stderr: "RuntimeError: can't start new thread" },
      "attention",
      "Stopped by an error",
      /more than 64 processes and threads at one time.*Start fewer/,
    ],
    [
      "crashed at the limit of processes",
      { outcome: "signaled", exitCode: 134, signal: "SIGABRT", stderr: "pthread_create failed" },
      "attention",
      "Your program crashed",
      /more than 64 processes/,
    ],
    [
      "filled its folder",
      { outcome: "failed", exitCode: 1, stderr: "OSError: [Errno 28] No space left on device" },
      "attention",
      "Stopped by an error",
      /no room for what.*32 MB of files in \/tmp.*delete files/,
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
    [
      "output limit",
      { outcome: "output_limit", exitCode: null },
      "attention",
      "Too much output",
      /more than 10 KB and was stopped\. Printing inside a loop/,
    ],
    [
      "output limit of a program that ran to its end",
      { outcome: "output_limit", exitCode: 0 },
      "attention",
      "Too much output",
      /^Your program ran to its end, but only the first 10 KB of its output are shown/,
    ],
    [
      "output limit of a program that ended itself",
      { outcome: "output_limit", exitCode: 3 },
      "attention",
      "Too much output",
      /^Your program ended by itself with exit code 3, and only the first 10 KB/,
    ],
    [
      "output limit of a program that crashed",
      { outcome: "output_limit", exitCode: 139, signal: "SIGSEGV" },
      "attention",
      "Too much output",
      /crashed: the system reported SIGSEGV.*only the first 10 KB/,
    ],
    ["cancelled", { outcome: "cancelled" }, "neutral", "Stopped", /You stopped/],
  ])("%s", (_, change, tone, title, explanation) => {
    const verdict = toVerdict(toResult(change));
    expect(verdict).toMatchObject({ tone, title });
    expect(verdict.explanation).toMatch(explanation);
  });

  it.each<[string, Partial<RunResult>, RegExp]>([
    ["the time limit", { outcome: "time_limit" }, /Change what keeps it running, or, .* raise the limit in Settings/],
    ["the memory limit", { outcome: "memory_limit" }, /Keep less at a time, or, .* raise the limit in Settings/],
    [
      "a flood",
      { outcome: "output_limit", exitCode: null },
      /end the loop, print less, or raise the limit in Settings/,
    ],
    ["SIGSEGV", { outcome: "signaled", signal: "SIGSEGV" }, /print something before each step/],
    ["SIGABRT", { outcome: "signaled", signal: "SIGABRT" }, /Look in the last lines/],
    ["SIGFPE", { outcome: "signaled", signal: "SIGFPE" }, /Check the values/],
    ["SIGKILL", { outcome: "signaled", signal: "SIGKILL" }, /keep less at a time/],
    ["SIGTERM", { outcome: "signaled", signal: "SIGTERM" }, /run it again/],
    ["any other signal", { outcome: "signaled", signal: "SIGBUS" }, /print something before each step/],
  ])("says what to do about %s, in three sentences at most", (_, change, remedy) => {
    const { explanation } = toVerdict(toResult({ exitCode: null, ...change }));
    expect(explanation).toMatch(remedy);
    expect(explanation.split(/\.(?: |$)/).filter(Boolean).length).toBeLessThanOrEqual(3);
  });

  it("names the limits that were in force, not the defaults", () => {
    const limits = { ...DEFAULT_LIMITS, memoryBytes: 64 * 1024 * 1024 };
    expect(toVerdict(toResult({ outcome: "memory_limit", limits })).explanation).toContain("64 MB");
  });

  it("speaks of a sandbox's limits only where there was a sandbox", () => {
    const local = toResult({ backend: "local", isolated: false, outcome: "failed", exitCode: 1 });
    const { explanation } = toVerdict({ ...local, stderr: "OSError: [Errno 28] No space left on device\n" });
    expect(explanation).not.toContain("/tmp");
  });
});
