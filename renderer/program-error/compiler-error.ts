import { resolveProgramFile } from "./program-location.ts";
import type { ProgramError } from "./python-traceback.ts";

/** `main.c:3:5: error: …` of GCC, with the column left out by javac; `./main.go:3:5: …` of Go, which says no `error`. */
const PLACE_FIRST = /^(?:\.\/)?([^\s:][^:]*\.\w+):(\d+):(?:(\d+):)?\s*(?:(?:fatal )?error: )?(.+)$/;
/** `  --> main.rs:2:18` of Rust, below the line that says what is wrong. */
const RUST_PLACE = /^\s*--> ([^:]+):(\d+):(\d+)$/;
const RUST_MESSAGE = /^error(?:\[\w+\])?: (.+)$/;
const NO_ERROR = /^(?:warning|note|In file included)\b|: (?:warning|note): /;

/** Reads the first error that a compiler has named in one of the program's files; those after it often follow from it. */
export function parseCompilerError(stderr: string, files: readonly string[]): ProgramError | null {
  let message: string | null = null;
  for (const text of stderr.split(/\r?\n/)) {
    const rust = RUST_PLACE.exec(text);
    if (rust && message !== null) return toError(rust[1], rust[2], rust[3], message, files);
    message = RUST_MESSAGE.exec(text)?.[1] ?? (text.startsWith("warning") ? null : message);
    const place = NO_ERROR.test(text) ? null : PLACE_FIRST.exec(text);
    const error = place && toError(place[1], place[2], place[3], place[4] ?? "", files);
    if (error) return error;
  }
  return null;
}

function toError(
  path: string | undefined,
  line: string | undefined,
  column: string | undefined,
  message: string,
  files: readonly string[],
): ProgramError | null {
  const file = path && resolveProgramFile(path, files);
  if (!file) return null;
  return { file, line: Number(line), column: column === undefined ? null : Number(column), kind: null, message };
}
