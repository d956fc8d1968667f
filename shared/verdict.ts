import { formatBytes, formatDuration } from "./format.ts";
import { TMP_BYTES } from "./limits.ts";
import { endsWithUncaughtError, toReportedLimit } from "./program-errors.ts";
import type { RunResult } from "./run.ts";

/** How a run ended, in words for the person who wrote the program. */
export interface Verdict {
  /** `good`: it ran through. `attention`: something is to be looked at. `neutral`: the user ended it. */
  tone: "good" | "attention" | "neutral";
  title: string;
  /** The cause, and what to do about it. */
  explanation: string;
}

/** What the common signals mean to somebody who has never heard of signals, and what to do then. */
const SIGNALS: Record<string, string> = {
  SIGSEGV:
    "It used memory that was not its own: through an index or a pointer that leads too far, a function that calls itself without end, or a library. To find the place, print something before each step.",
  SIGABRT:
    "It gave up by itself after an error that it could not handle. Look in the last lines of the output for that error.",
  SIGFPE:
    "It made a calculation that the processor cannot do, such as dividing a whole number by zero. Check the values before dividing.",
  SIGKILL:
    "It was ended from outside. If that happens again, it may be using too much memory: let it keep less at a time.",
  SIGTERM: "It was asked to end, by itself or from outside. If it does not do that itself, run it again.",
};

/** What is said of all others. */
const OTHER_SIGNAL = "It ended without finishing its last step. To find the place, print something before each step.";

const RAISE_LIMIT = "raise the limit in Settings, under Limits";

/** Whether anything was started for a run: its program, or the compiler. */
export const hasStarted = ({ wallMs }: Pick<RunResult, "wallMs">): boolean => wallMs > 0;

/** Says how a run ended in plain words, with the usual cause and what to do. */
export function toVerdict(result: RunResult): Verdict {
  const { limits } = result;
  switch (result.outcome) {
    case "completed":
      return toCompletedVerdict(result);
    case "failed":
      return { tone: "attention", title: "Stopped by an error", explanation: toFailedExplanation(result) };
    case "signaled":
      return {
        tone: "attention",
        title: "Your program crashed",
        explanation: toLimitExplanation(result) ?? toSignalExplanation(result),
      };
    case "time_limit":
      return {
        tone: "attention",
        title: `Stopped after ${formatDuration(limits.wallMs)}`,
        explanation: `Your program was still running after ${formatDuration(limits.wallMs)} and was stopped. A loop whose condition never becomes false is the usual cause; waiting for input that nobody types counts as well. Change what keeps it running, or, if it needs longer, ${RAISE_LIMIT}.`,
      };
    case "memory_limit":
      return {
        tone: "attention",
        title: "Out of memory",
        explanation: `Your program used more than ${formatBytes(limits.memoryBytes)} of memory and was stopped. A list or string that grows inside a loop is the usual cause. Keep less at a time, or, if it needs more, ${RAISE_LIMIT}.`,
      };
    case "output_limit":
      return { tone: "attention", title: "Too much output", explanation: toOutputExplanation(result) };
    case "compile_error":
      return { tone: "attention", title: "Your program did not compile", explanation: toCompileExplanation(result) };
    case "cancelled":
      return { tone: "neutral", title: "Stopped", explanation: "You stopped the program before it had finished." };
  }
}

function toCompletedVerdict(result: RunResult): Verdict {
  const { stdout, stderr } = result;
  const title = "Finished";
  // A thread that ended with an error, or one that the program reported and went on.
  if (endsWithUncaughtError(result))
    return {
      ...{ tone: "attention", title },
      explanation:
        "Your program ran to its end, but printed an error on the way. The output says what happened and where.",
    };
  if (stdout === "" && stderr === "")
    return { tone: "good", title, explanation: "Your program ran to its end and printed nothing." };
  return { tone: "good", title, explanation: "Your program ran to its end without an error." };
}

function toFailedExplanation(result: RunResult): string {
  const { stderr, exitCode } = result;
  if (!hasStarted(result))
    return "Your program cannot be read as it is written, so it never began. The output says what is wrong and where.";
  const limit = toLimitExplanation(result);
  if (limit !== null) return limit;
  if (stderr.trim() === "") {
    return `Your program ended itself with exit code ${exitCode ?? "other than 0"}, which tells others that something went wrong. It printed no error message.`;
  }
  if (endsWithUncaughtError(result))
    return "Your program met an error that it did not handle. The last lines of the output say what happened and where.";
  return `Your program ended with exit code ${exitCode ?? "other than 0"}, which means that something went wrong. Its own message is in the output above.`;
}

/** Names the limit of a sandbox that only the program's own words tell of; `null` where they tell of none. */
function toLimitExplanation({ stderr, isolated, limits }: RunResult): string | null {
  const limit = isolated ? toReportedLimit(stderr) : null;
  if (limit === "processes")
    return `Your program tried to have more than ${limits.pids} processes and threads at one time, and may not have more. Start fewer at once, and wait until some have ended before starting others.`;
  if (limit === "files")
    return `There was no room for what your program wrote: it may keep ${formatBytes(Math.min(TMP_BYTES, limits.memoryBytes))} of files in /tmp, and a few thousand of them. Write less, or delete files that are not needed any more.`;
  return null;
}

const toSignalExplanation = ({ signal }: RunResult): string =>
  `${SIGNALS[signal ?? ""] ?? OTHER_SIGNAL} The system reported ${signal ?? "a signal"}.`;

function toOutputExplanation({ exitCode, signal, limits }: RunResult): string {
  const limit = formatBytes(limits.outputBytes);
  const shown = `only the first ${limit} of its output are shown. Print less to see all of it.`;
  if (signal !== null)
    return `Your program crashed: the system reported ${signal}. Before that it printed much, and ${shown}`;
  if (exitCode === 0) return `Your program ran to its end, but ${shown}`;
  if (exitCode !== null) return `Your program ended by itself with exit code ${exitCode}, and ${shown}`;
  return `Your program printed more than ${limit} and was stopped. Printing inside a loop that never ends is the usual cause: end the loop, print less, or ${RAISE_LIMIT}. Everything up to the limit is shown above.`;
}

function toCompileExplanation({ exitCode, signal, wallMs, limits, stderr }: RunResult): string {
  if (signal === "SIGKILL")
    return `The compiler needed more than ${formatBytes(limits.memoryBytes)} of memory, so your program never began. Make the program simpler, or allow the language more memory.`;
  if (exitCode === null)
    return `The compiler was still working after ${formatDuration(wallMs)} and was stopped, so your program never began. A very large or deeply nested program is the usual cause; on a busy computer, try again.`;
  if (stderr.trim() === "") return "The compiler gave up without saying why, so your program never began.";
  return "The compiler found a mistake, so your program never began. Correct the first error that it names; those after it often follow from it.";
}
