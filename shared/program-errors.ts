import type { RunResult } from "./run.ts";

/**
 * How interpreters end their report of an error that nobody caught; what a program prints about an error by itself ends
 * in other ways. All patterns of one of them must match the end of standard error, without white space behind it.
 */
const UNCAUGHT: Readonly<Record<string, readonly RegExp[]>> = {
  // It signs with its version, unless nothing was left to do but wait for what never comes.
  node: [/\nNode\.js v\d+\.\d+\.\d+\S*$|(?:^|\n)Warning: Detected unsettled top-level await at .+:\d+\n.*\n\s*\^$/],
  ruby: [/(?:^|\n)\S+:\d+:in .+ \([A-Z]\w*(?:::\w+)*\)(?:\n\t.*)*$/],
  php: [/^(?:PHP )?Fatal error: +Uncaught /m, /\n +thrown in .+ on line \d+$/],
  lua: [/\nstack traceback:(?:\n\t.*)+$/],
  java: [/^Exception in thread "/m, /\n\s+(?:at .+|\.\.\. \d+ more)$/],
  go: [/^panic: /m, /^goroutine \d+ /m],
  rust: [/^thread '.*' .*panicked at /m],
};

/** The same for Python, whose programs can print such a report by themselves, as `logging.exception` does. */
const UNCAUGHT_IN_PYTHON: Readonly<Record<string, readonly RegExp[]>> = {
  // A place in the code, and the exception at the margin below it.
  one: [/^ +File ".*", line \d+/m, /(?:^|\n) +\S.*\n[\p{L}_][\p{L}\p{N}_.<>]*(?::.*)?$/u],
  // A tree, closed by a line of its own.
  group: [/^ +(?:\+-)?\+-+ (?:\d+|\.\.\.) -+$/m, /\n +\+-{36}$/],
};

/** What Python ends with for an error that nobody caught. */
const PYTHON_EXIT_CODE = 1;

/** Where a statement has raised the error: the words that it was given may go on for any number of lines. */
const RAISED_IN_PYTHON =
  /\n +File ".*\n +(?:.*[:;] *)?(?:raise|assert)\b.*(?:\n (?! *File ").*)*\n[\p{L}_][\p{L}\p{N}_.<>]*(?::.*)?(?:\n(?! +File ").*)*$/u;

/** What Python may add at its very end, of coroutines that were never awaited and of files that were never closed. */
const LAST_WARNINGS = /(?:\n<?sys>?:\d+: \w+Warning: .*(?:\n\w+Warning: Enable tracemalloc .*)?)+$/;

/** Longer than most reports; what comes before the last of them says nothing of the end. */
const REPORT_CHARACTERS = 65_536;

/** What tells how a program ended. */
type ProgramEnd = Pick<RunResult, "stderr" | "exitCode">;

/** Whether standard error ends with an interpreter's report of an error that nobody caught, in any language. */
export function endsWithUncaughtError({ stderr, exitCode }: ProgramEnd): boolean {
  const end = toEnd(stderr);
  const matches = (patterns: readonly RegExp[]) => patterns.every((pattern) => pattern.test(end));
  if (Object.values(UNCAUGHT).some(matches)) return true;
  // Any other exit code was chosen by the program, after it had printed the report itself.
  const isChosen = exitCode !== null && exitCode !== 0 && exitCode !== PYTHON_EXIT_CODE;
  return !isChosen && Object.values(UNCAUGHT_IN_PYTHON).some(matches);
}

/**
 * Whether an error that nobody caught may have ended the program. It also may where Python's report is followed by other
 * lines, which belong to the error's own words or were printed later; nothing tells one from the other.
 */
export function mayHaveMetUncaughtError(end: ProgramEnd): boolean {
  if (endsWithUncaughtError(end)) return true;
  return end.exitCode === PYTHON_EXIT_CODE && RAISED_IN_PYTHON.test(toEnd(end.stderr));
}

function toEnd(stderr: string): string {
  const end = stderr.trimEnd().slice(-REPORT_CHARACTERS).replaceAll("\r\n", "\n");
  return withoutColours(end).replace(LAST_WARNINGS, "");
}

/** Python 3.13 and some libraries colour their reports. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what sets a colour begins with one.
export const withoutColours = (text: string): string => text.replace(/\u001b\[[\d;:]*m/g, "");

/** What programs print where the system let them have no more processes; the kernel tells nobody else. */
const NO_MORE_PROCESSES = [
  /can't start new thread|failed to create new OS thread|unable to create native thread|failed to spawn thread/,
  /uv_thread_create|pthread_create failed|ERR_WORKER_INIT_FAILED.*EAGAIN|\bspawn(?:Sync)?\b.*\bEAGAIN\b/,
  // The same words are those of a read that would have to wait, so it must be about starting something.
  /\b_?fork[\s\S]{0,500}Resource temporarily unavailable|Thread: Resource temporarily unavailable/,
];

/** What programs print where a file has no room. */
const NO_MORE_SPACE = /No space left on device|\bENOSPC\b/;

/** Which of the limits that only the program itself can tell it says to have met; `null` where none. */
export function toReportedLimit(stderr: string): "processes" | "files" | null {
  const end = stderr.slice(-4_096);
  if (NO_MORE_PROCESSES.some((pattern) => pattern.test(end))) return "processes";
  return NO_MORE_SPACE.test(end) ? "files" : null;
}
