import type { Outcome } from "#shared/run.ts";

/** Why the host ended a run, where it did. */
export type StopCause = "time" | "output" | "cancelled";

/** What is known when a run is over. */
export interface EndFacts {
  /** `null` where the program was still running when it was given up. */
  exitCode: number | null;
  /** What the engine or the system said of memory: `State.OOMKilled`. */
  oomKilled: boolean;
  /** Whether the interpreter itself said that memory ran out. */
  reportedOutOfMemory: boolean;
  stopCause: StopCause | null;
  /** Whether more was printed than allowed. */
  outputExceeded: boolean;
  /** Whether the program had not begun yet, because its compiler was at work. */
  isCompiling: boolean;
}

export interface End {
  outcome: Outcome;
  exitCode: number | null;
  signal: string | null;
}

/**
 * Linux's signals that end a process. An init process reports them as exit code 128 + number; other codes above 128 are
 * exit codes that the program chose. Numbers: signal(7), x86 and ARM.
 */
const FATAL_SIGNALS: Readonly<Record<number, string>> = {
  129: "SIGHUP",
  130: "SIGINT",
  131: "SIGQUIT",
  132: "SIGILL",
  133: "SIGTRAP",
  134: "SIGABRT",
  135: "SIGBUS",
  136: "SIGFPE",
  137: "SIGKILL",
  138: "SIGUSR1",
  139: "SIGSEGV",
  140: "SIGUSR2",
  141: "SIGPIPE",
  142: "SIGALRM",
  143: "SIGTERM",
  152: "SIGXCPU",
  153: "SIGXFSZ",
  159: "SIGSYS",
};

/** The signal that a shell's exit code stands for, or `null`. */
export const signalOfExitCode = (exitCode: number | null): string | null =>
  exitCode === null ? null : (FATAL_SIGNALS[exitCode] ?? null);

/**
 * Decides how a run ended. What the host did comes first, because the exit code then only echoes it; exit code 137 alone
 * does not prove that memory ran out.
 */
export function toEnd(facts: EndFacts): End {
  const { exitCode, oomKilled, reportedOutOfMemory, stopCause, outputExceeded, isCompiling } = facts;
  if (stopCause === "cancelled") return { outcome: "cancelled", exitCode: null, signal: null };
  if (isCompiling) {
    // A compiler that was killed takes its helpers' deaths for errors; the engine knows better.
    const signal = oomKilled ? "SIGKILL" : null;
    return { outcome: "compile_error", exitCode: stopCause === null ? exitCode : null, signal };
  }
  if (stopCause === "time") return { outcome: "time_limit", exitCode: null, signal: null };
  if (stopCause === "output") return { outcome: "output_limit", exitCode: null, signal: null };
  const signal = signalOfExitCode(exitCode);
  const end = (outcome: Outcome): End => ({ outcome, exitCode, signal });
  if (exitCode !== 0 && (oomKilled || reportedOutOfMemory)) return end("memory_limit");
  if (outputExceeded) return end("output_limit");
  if (exitCode === 0) return end("completed");
  return end(signal === null ? "failed" : "signaled");
}
