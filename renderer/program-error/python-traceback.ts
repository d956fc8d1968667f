import { findExceptionGroup, toGroupedReports } from "./exception-group.ts";
import { findLocation, type ProgramLocation } from "./program-location.ts";

/** What an interpreter says about an error. */
export interface ErrorWords {
  /** The exception's name, for example `NameError`; `null` where it is not known. */
  kind: string | null;
  message: string;
  /** What Node.js says to be behind it. */
  cause?: string;
  /** Whether a statement of the program itself has raised it, so that its words are the program's own. */
  thrown?: boolean;
}

/** An error that ended a program: where, and in the interpreter's words what. */
export interface ProgramError extends ProgramLocation, ErrorWords {}

const FRAME = /^\s*File "[^"]+", line \d+/;
const RAISE = /^\s*raise\b/;
const HEADER = /^(?:Exception Group )?Traceback \(/;
const EXCEPTION = /^([\p{L}_][\p{L}\p{N}_.<>]*)(?:: ?(.*))?$/u;

/**
 * Reads the last traceback that Python left on standard error: the deepest line that is the learner's own. Of a group of
 * exceptions it is that of the first in it that came up in the program, because there something is to be mended.
 */
export function parsePythonTraceback(stderr: string, files: readonly string[]): ProgramError | null {
  const lines = stderr.split(/\r?\n/);
  const lastFrame = lines.findLastIndex((line) => FRAME.test(line));
  const group = findExceptionGroup(lines);
  if (lastFrame >= group) return parseReport(lines, files);
  for (const report of toGroupedReports(lines.slice(group))) {
    const error = parseReport(report, files);
    if (error) return error;
  }
  return null;
}

function parseReport(lines: readonly string[], files: readonly string[]): ProgramError | null {
  const lastFrame = lines.findLastIndex((line) => FRAME.test(line));
  if (lastFrame < 0) return null;
  const start = startOfTraceback(lines, lastFrame);
  const location = lines
    .slice(start, lastFrame + 1)
    .map((line) => (FRAME.test(line) ? findLocation(line, files) : null))
    .findLast((found) => found !== null);
  if (!location) return null;
  const message = lines.slice(lastFrame + 1).find((line) => /^\S/.test(line) && !HEADER.test(line));
  const exception = message === undefined ? null : EXCEPTION.exec(message);
  const { file, line, column } = location;
  const thrown = findLocation(lines[lastFrame] ?? "", files) !== null && RAISE.test(lines[lastFrame + 1] ?? "");
  return {
    file,
    line,
    column,
    kind: exception?.[1]?.split(".").at(-1) ?? null,
    message: message ?? "The error was reported on this line.",
    ...(thrown && { thrown }),
  };
}

function startOfTraceback(lines: readonly string[], lastFrame: number): number {
  const header = lines.slice(0, lastFrame).findLastIndex((line) => HEADER.test(line));
  // Without a header it is an error of syntax: its one frame is all there is.
  return header < 0 ? lastFrame : header;
}
