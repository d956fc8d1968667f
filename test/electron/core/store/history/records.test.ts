import { expect, it } from "vitest";
import type { RunResult } from "#shared/run.ts";
import { toLimitHit } from "../../../../../electron/core/store/history/records.ts";

const THREADS = "RuntimeError: can't start new thread";

it.each<[Partial<RunResult>, ReturnType<typeof toLimitHit>]>([
  [{ outcome: "time_limit", exitCode: null }, "time_limit"],
  [{ outcome: "memory_limit", exitCode: 137, signal: "SIGKILL" }, "memory_limit"],
  [{ outcome: "output_limit", exitCode: null }, "output_limit"],
  [{ outcome: "compile_error", exitCode: null }, "time_limit"],
  [{ outcome: "compile_error", exitCode: 1, signal: "SIGKILL" }, "memory_limit"],
  [{ outcome: "compile_error", exitCode: 1 }, null],
  [{ outcome: "failed", stderr: THREADS }, "process_limit"],
  [{ outcome: "signaled", exitCode: 134, signal: "SIGABRT", stderr: THREADS }, "process_limit"],
  [{ outcome: "failed", stderr: THREADS, isolated: false }, null],
  [{ outcome: "completed", exitCode: 0, stderr: THREADS }, null],
  [{ outcome: "cancelled", exitCode: null }, null],
])("a run that ended with %o met the limit %s", (fields, limit) => {
  const result = { outcome: "failed", exitCode: 1, signal: null, isolated: true, stderr: "", ...fields } as const;
  expect(toLimitHit(result)).toBe(limit);
});
