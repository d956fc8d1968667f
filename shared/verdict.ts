import { formatBytes, formatDuration } from "./format.ts";
import type { RunResult } from "./run.ts";

/** How a run ended, in words for the person who wrote the program. */
export interface Verdict {
  /** `good`: it ran through. `attention`: something is to be looked at. `neutral`: the user ended it. */
  tone: "good" | "attention" | "neutral";
  title: string;
  /** The cause, and what to do about it. */
  explanation: string;
}

/** What the common signals mean to somebody who has never heard of signals. */
const SIGNALS: Record<string, string> = {
  SIGSEGV: "It used memory that was not its own, which usually happens inside a library and not in your own lines.",
  SIGABRT: "It gave up by itself after an error that it could not handle.",
  SIGFPE: "It made a calculation that the processor cannot do.",
  SIGKILL: "It was ended from outside. If that happens again, it may be using too much memory.",
  SIGTERM: "It was asked to end, by itself or from outside.",
};

/** Says how a run ended in plain words, with the usual cause and what to do. */
export function toVerdict(result: RunResult): Verdict {
  const { limits } = result;
  switch (result.outcome) {
    case "completed":
      return { tone: "good", title: "Finished", explanation: toCompletedExplanation(result) };
    case "failed":
      return { tone: "attention", title: "Stopped by an error", explanation: toFailedExplanation(result) };
    case "signaled":
      return {
        tone: "attention",
        title: "Your program crashed",
        explanation: `${SIGNALS[result.signal ?? ""] ?? "It ended without finishing its last step."} The system reported ${result.signal ?? "a signal"}.`,
      };
    case "time_limit":
      return {
        tone: "attention",
        title: `Stopped after ${formatDuration(limits.wallMs)}`,
        explanation: `Your program was still running after ${formatDuration(limits.wallMs)} and was stopped. A loop whose condition never becomes false is the usual cause; waiting for input that nobody types counts as well.`,
      };
    case "memory_limit":
      return {
        tone: "attention",
        title: "Out of memory",
        explanation: `Your program used more than ${formatBytes(limits.memoryBytes)} of memory and was stopped. A list or string that grows inside a loop is the usual cause.`,
      };
    case "output_limit":
      return {
        tone: "attention",
        title: "Too much output",
        explanation: `Your program printed more than ${formatBytes(limits.outputBytes)} and was stopped. Printing inside a loop that never ends is the usual cause. Everything up to the limit is shown above.`,
      };
    case "compile_error":
      return { tone: "attention", title: "Your program did not compile", explanation: toCompileExplanation(result) };
    case "cancelled":
      return { tone: "neutral", title: "Stopped", explanation: "You stopped the program before it had finished." };
  }
}

function toCompletedExplanation({ stdout, stderr }: RunResult): string {
  if (stdout === "" && stderr === "") return "Your program ran to its end and printed nothing.";
  return "Your program ran to its end without an error.";
}

function toFailedExplanation({ stderr, exitCode }: RunResult): string {
  if (stderr.trim() === "") {
    return `Your program ended itself with exit code ${exitCode ?? "other than 0"}, which tells others that something went wrong. It printed no error message.`;
  }
  return "Your program met an error that it did not handle. The last lines of the output say what happened and where.";
}

function toCompileExplanation({ exitCode, signal, wallMs, limits, stderr }: RunResult): string {
  if (signal === "SIGKILL")
    return `The compiler needed more than ${formatBytes(limits.memoryBytes)} of memory, so your program never began. Make the program simpler, or allow the language more memory.`;
  if (exitCode === null)
    return `The compiler was still working after ${formatDuration(wallMs)} and was stopped, so your program never began. A very large or deeply nested program is the usual cause; on a busy computer, try again.`;
  if (stderr.trim() === "") return "The compiler gave up without saying why, so your program never began.";
  return "The compiler found a mistake, so your program never began. Correct the first error that it names; those after it often follow from it.";
}
