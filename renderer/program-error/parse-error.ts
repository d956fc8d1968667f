import type { Outcome } from "#shared/run.ts";
import { parseCompilerError } from "./compiler-error.ts";
import { parseNodeTraceback } from "./node-traceback.ts";
import { type ProgramError, parsePythonTraceback } from "./python-traceback.ts";

/** Finds the error that ended a program in what it left on standard error, whichever interpreter wrote it. */
export function parseProgramError(stderr: string, files: readonly string[], outcome?: Outcome): ProgramError | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python 3.13 and some libraries colour their tracebacks.
  const plain = stderr.replace(/\u001b\[[\d;:]*m/g, "");
  if (outcome === "compile_error") return parseCompilerError(plain, files);
  return parsePythonTraceback(plain, files) ?? parseNodeTraceback(plain, files);
}
