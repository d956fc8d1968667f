import type { Outcome } from "#shared/run.ts";
import { parseCompilerError } from "./compiler-error.ts";
import { parseNodeTraceback, parseUnplacedNodeError } from "./node-traceback.ts";
import { type ErrorWords, type ProgramError, parsePythonTraceback } from "./python-traceback.ts";

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

// biome-ignore lint/suspicious/noControlCharactersInRegex: Python 3.13 and some libraries colour their tracebacks.
const withoutColours = (text: string): string => text.replace(/\u001b\[[\d;:]*m/g, "");
