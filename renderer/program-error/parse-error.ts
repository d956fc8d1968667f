import { mayHaveMetUncaughtError, withoutColours } from "#shared/program-errors.ts";
import type { Outcome, RunResult } from "#shared/run.ts";
import { hasStarted } from "#shared/verdict.ts";
import { parseCompilerError } from "./compiler-error.ts";
import { parseNodeTraceback, parseUnplacedNodeError } from "./node-traceback.ts";
import { type ErrorWords, type ProgramError, parsePythonTraceback } from "./python-traceback.ts";

/** The error that ended a run's program, and its place in it. What a program says about an error it caught is none. */
export function findFatalError(result: RunResult, files: readonly string[]): ProgramError | null {
  return isEndedByError(result) ? parseProgramError(result.stderr, files, result.outcome) : null;
}

/** What is said about such an error for which there is no place in the program. */
export function findUnplacedError(result: RunResult): ErrorWords | null {
  return result.outcome === "failed" && isEndedByError(result) ? parseUnplacedError(result.stderr) : null;
}

/** A program that was stopped has at most its traces to show. */
function isEndedByError(result: RunResult): boolean {
  if (result.outcome === "compile_error") return true;
  return result.outcome === "failed" && (!hasStarted(result) || mayHaveMetUncaughtError(result));
}

/** Finds the error that ended a program in what it left on standard error, whichever interpreter wrote it. */
export function parseProgramError(stderr: string, files: readonly string[], outcome?: Outcome): ProgramError | null {
  const plain = withoutColours(stderr);
  if (outcome === "compile_error") return parseCompilerError(plain, files);
  return parsePythonTraceback(plain, files) ?? parseNodeTraceback(plain, files);
}

/** What is said about an error for which `parseProgramError` finds no place in the program, or `null`. */
export function parseUnplacedError(stderr: string): ErrorWords | null {
  return parseUnplacedNodeError(withoutColours(stderr));
}
