import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { Outcome, RunResult } from "#shared/run.ts";
import type { NewRun, RunEnd } from "../../../../../electron/core/store/history/records.ts";

export const NO_ABUSE: RunEnd["abuse"] = { runs: 0, withinMs: 0 };

/** A run as it is recorded before it starts. */
export function newRun(fields: Partial<NewRun> & { code?: string } = {}): NewRun {
  const { code = "print('hello')", ...others } = fields;
  return {
    id: crypto.randomUUID(),
    ...{ at: Date.now(), language: "python", source: "window", backend: "docker", entry: "main.py" },
    files: [{ path: "main.py", content: code }],
    settings: { backendPolicy: "auto", askedBackend: null, limits: DEFAULT_LIMITS, policyBy: null },
    ...others,
  };
}

/** How a run ended that printed `stdout`. */
export function endOf(run: NewRun, fields: Partial<RunResult> = {}, abuse = NO_ABUSE): RunEnd {
  const outcome: Outcome = fields.outcome ?? "completed";
  const result: RunResult = {
    ...{ id: run.id, language: run.language, backend: run.backend ?? "docker", isolated: run.backend !== "local" },
    ...{ warm: true, outcome, exitCode: outcome === "completed" ? 0 : 1, signal: null, stdout: "hello\n", stderr: "" },
    ...{ truncated: { stdout: false, stderr: false }, wallMs: 100, firstOutputMs: 10, peakMemoryBytes: null },
    ...{ cpuMs: null, limits: run.settings.limits, image: { tag: "python:1", id: "sha256:1" } },
    ...{ startedAt: new Date(run.at).toISOString(), source: run.source },
    ...fields,
  };
  const stdin = { text: "", truncated: false, whole: false };
  return { at: run.at + 100, result, error: null, stdin, pieces: [[0, result.stdout.length]], abuse };
}

/** How a run ended that never began. */
export function refusalOf(run: NewRun, code: "rate_limited" | "policy_forbids" = "policy_forbids"): RunEnd {
  const stdin = { text: "", truncated: false, whole: false };
  const error = { code, message: "It may not run." };
  return { at: run.at, result: null, error, stdin, pieces: [], abuse: NO_ABUSE };
}
