import { findLocation, type LocationLink } from "./program-location.ts";
import type { ErrorWords, ProgramError } from "./python-traceback.ts";

const HEADER = /^(?:file:\/\/)?\S.*:\d+(?::\d+)?$/;
const FRAME = /^\s+at /;
const ERROR = /^(?:Uncaught )?([A-Z][\w$.]*(?:Error|Exception|Rejection)|Error)(?: \[[\w-]+\])?(?:: ?(.*))?$/;
/** How Java and PHP begin: the kind, which a name of a package may be ahead of, and the words. */
const OF_OTHERS = [
  /^Exception in thread "[^"]*" (?:[\w$.]+\.)?(?<kind>[A-Z][\w$]*)(?:: (?<words>.*))?$/,
  /^(?:PHP )?Fatal error: +Uncaught (?:\w+\\)*(?<kind>[A-Z]\w*)(?:: (?<words>.*?))? in .+:\d+$/,
];
const CARET = /^\s*\^+\s*$/;
const CAUSE = /^\s+\[?cause\]?: (.+?)(?: \{)?$/;
/** How the host reports a TypeScript program that cannot be prepared: place and message on one line. */
const DIAGNOSTIC = /^\S.*?\.[cm]?[jt]s:\d+(?::\d+)?\s*[-:]?\s+(.+)$/;

/** Reads the last error that Node.js left on standard error: the topmost line that is the learner's own. */
export function parseNodeTraceback(stderr: string, files: readonly string[]): ProgramError | null {
  const lines = fromLastHeader(stderr.split(/\r?\n/));
  const frame = firstLocation(
    lines.filter((line) => FRAME.test(line)),
    files,
  );
  const header = firstLocation(
    lines.filter((line) => HEADER.test(line)),
    files,
  );
  const location = frame ?? header;
  if (!location) return parseDiagnostic(lines, files);
  const { file, line, column } = location;
  return { file, line, column, ...toWords(lines, header !== null) };
}

/** What Node.js says about an error that came up in none of the program's lines, as after an answer from the network. */
export function parseUnplacedNodeError(stderr: string): ErrorWords | null {
  const lines = fromLastHeader(stderr.split(/\r?\n/));
  return lines.some((line) => CARET.test(line)) && lines.some((line) => ERROR.test(line))
    ? toWords(lines, false)
    : null;
}

function toWords(lines: readonly string[], isOwnLine: boolean): ErrorWords {
  const cause = lines.map((line) => CAUSE.exec(line)?.[1]).find((found) => found !== undefined);
  const thrown = isOwnLine && isThrow(lines);
  return { ...toMessage(lines), ...(cause !== undefined && { cause }), ...(thrown && { thrown }) };
}

/** The caret stands below the statement's first letter. */
function isThrow(lines: readonly string[]): boolean {
  const caret = lines.findIndex((line) => CARET.test(line));
  const statement = lines[caret - 1]?.slice(lines[caret]?.indexOf("^"));
  return statement !== undefined && /^throw\b/.test(statement);
}

function parseDiagnostic(lines: readonly string[], files: readonly string[]): ProgramError | null {
  for (const text of lines) {
    const location = DIAGNOSTIC.test(text) ? findLocation(text, files) : null;
    const message = DIAGNOSTIC.exec(text)?.[1];
    if (!location || message === undefined) continue;
    const { file, line, column } = location;
    return { file, line, column, kind: ERROR.exec(message)?.[1] ?? "SyntaxError", message };
  }
  return null;
}

/** A program may have printed other errors before the one that ended it, which begins with a place and a caret. */
function fromLastHeader(lines: readonly string[]): readonly string[] {
  const start = lines.findLastIndex(
    (line, index) => HEADER.test(line) && lines.slice(index + 1, index + 7).some((next) => CARET.test(next)),
  );
  return start < 0 ? lines : lines.slice(start);
}

function firstLocation(lines: readonly string[], files: readonly string[]): LocationLink | null {
  for (const line of lines) {
    const location = findLocation(line, files);
    if (location) return location;
  }
  return null;
}

function toMessage(lines: readonly string[]): { kind: string | null; message: string } {
  const named = lines.find((line) => ERROR.test(line));
  if (named !== undefined) return { kind: ERROR.exec(named)?.[1] ?? null, message: named.replace(/^Uncaught /, "") };
  for (const text of lines) {
    const groups = OF_OTHERS.map((pattern) => pattern.exec(text)?.groups).find((found) => found !== undefined);
    const { kind, words } = groups ?? {};
    if (kind !== undefined) return { kind, message: words ? `${kind}: ${words}` : kind };
  }
  // `throw "text"` has no name; what was thrown stands behind the caret.
  const caret = lines.findIndex((line) => CARET.test(line));
  const thrown = caret < 0 ? undefined : lines.slice(caret + 1).find((line) => line.trim() !== "");
  return { kind: null, message: thrown?.trim() ?? "The error was reported on this line." };
}
