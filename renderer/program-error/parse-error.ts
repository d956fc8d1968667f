import { parseNodeTraceback } from "./node-traceback.ts";
import { type ProgramError, parsePythonTraceback } from "./python-traceback.ts";

/** Finds the error that ended a program in what it left on standard error, whichever interpreter wrote it. */
export function parseProgramError(stderr: string, files: readonly string[]): ProgramError | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python 3.13 and some libraries colour their tracebacks.
  const plain = stderr.replace(/\u001b\[[\d;:]*m/g, "");
  return parsePythonTraceback(plain, files) ?? parseNodeTraceback(plain, files);
}
