import type { Limits } from "#shared/limits.ts";
import type { OutputStream } from "../engine/demultiplex.ts";
import type { Exit, Guest, Usage } from "./guest.ts";
import type { Input } from "./input.ts";
import { type End, type StopCause, toEnd } from "./outcome.ts";
import { type CollectedOutput, createOutput } from "./output.ts";
import { createStreamOrder } from "./stream-order.ts";

/** How long the rest of the output may take once the program has ended. */
const DRAIN_MS = 1_000;
/** How long a killed program may take to be gone before its end is reported anyway. */
const KILL_MS = 5_000;

export interface Supervision {
  guest: Guest;
  limits: Limits;
  input: Input;
  /** Aborted when the user stops the run. */
  signal: AbortSignal;
  /** Matches the end of standard error where the interpreter gave up for lack of memory. */
  memoryError: RegExp;
  /** How long compiling may take before the program begins; `null` where nothing is compiled. */
  compileWallMs?: number | null;
  onOutput: (stream: OutputStream, text: string) => void;
}

export interface SupervisedEnd extends End, Omit<CollectedOutput, "exceeded">, Usage {
  wallMs: number;
  firstOutputMs: number | null;
  compileMs?: number;
}

/**
 * Runs a guest to its end and holds it to its limits: one monotonic deadline, one bound on output, one way to stop.
 * Whatever ends the run, what was printed until then is kept.
 */
export async function supervise({
  guest,
  limits,
  input,
  signal,
  memoryError,
  compileWallMs = null,
  onOutput,
}: Supervision): Promise<SupervisedEnd> {
  const output = createOutput(limits.outputBytes, onOutput);
  let firstOutputMs: number | null = null;
  let stopCause: StopCause | null = null;
  let gaveUp: (exit: null) => void = () => {};
  const givenUp = new Promise<null>((resolve) => {
    gaveUp = resolve;
  });

  const stop = (cause: StopCause) => {
    if (stopCause !== null) return;
    stopCause = cause;
    // An engine that does not even kill any more must not keep the user waiting.
    setTimeout(gaveUp, KILL_MS, null).unref();
    guest.kill().catch(() => gaveUp(null));
  };

  let startedAt = performance.now();
  let isCompiling = compileWallMs !== null;
  let compileMs: number | null = null;
  let exit: Exit | null = null;
  const order = createStreamOrder((stream, bytes) => {
    // A compiler with much to say ends by itself, and its first errors are the ones that count. What was held when the
    // program ended stops nothing any more.
    if (output.push(stream, bytes) && !isCompiling && exit === null) stop("output");
  });
  guest.onOutput((stream, bytes) => {
    if (!isCompiling) firstOutputMs ??= performance.now() - startedAt;
    order.push(stream, bytes);
  });
  let deadline = setTimeout(stop, compileWallMs ?? limits.wallMs, "time");
  guest.onCompiled?.(() => {
    if (!isCompiling || stopCause !== null) return;
    isCompiling = false;
    clearTimeout(deadline);
    deadline = setTimeout(stop, limits.wallMs, "time");
    compileMs = performance.now() - startedAt;
    startedAt = performance.now();
  });
  const onAbort = () => stop("cancelled");
  signal.addEventListener("abort", onAbort);
  let wallMs: number;
  try {
    await guest.start();
    input.connect(guest);
    if (signal.aborted) onAbort();
    exit = await Promise.race([guest.exited, givenUp]);
    wallMs = performance.now() - startedAt;
    await Promise.race([guest.outputEnded, delay(DRAIN_MS)]);
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener("abort", onAbort);
    // Also where the end is not known: what was printed until then is told before that is.
    order.flush(stopCause === null && exit !== null && exit.exitCode !== 0);
  }

  const { exceeded, ...collected } = output.finish();
  const end = toEnd({
    exitCode: exit?.exitCode ?? null,
    oomKilled: exit?.oomKilled ?? false,
    reportedOutOfMemory: memoryError.test(collected.stderr.slice(-4096)),
    stopCause,
    outputExceeded: exceeded,
    isCompiling,
  });
  if (isCompiling) compileMs = wallMs;
  const usage = guest.usage();
  // What was killed for lack of memory had all that it may have, whatever the last sample said.
  if (exit?.oomKilled) usage.peakMemoryBytes = limits.memoryBytes;
  return {
    ...end,
    ...collected,
    ...usage,
    wallMs: round(wallMs),
    firstOutputMs: firstOutputMs && round(firstOutputMs),
    ...(compileMs !== null && { compileMs: round(compileMs) }),
  };
}

const round = (ms: number): number => Math.round(ms * 100) / 100;

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
