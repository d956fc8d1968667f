import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { RunResult } from "#shared/run.ts";

/** A run that went well, but for what is changed. */
export function toResult(change: Partial<RunResult> = {}): RunResult {
  return {
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
    ...change,
  };
}
