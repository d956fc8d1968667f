import type { OutputStream } from "../engine/demultiplex.ts";

/** How long error output waits for output that was written before it; less than a frame of the window. */
const HOLD_MS = 5;

export interface StreamOrder {
  push(stream: OutputStream, bytes: Uint8Array): void;
  /** Passes on what is held. Call before the end is told. */
  flush(): void;
}

/**
 * Puts error output behind the output that came at the same moment. The two streams are two pipes, and an engine that
 * finds something in both tells them in any order: a traceback often arrives a fraction of a millisecond before the
 * lines that the program printed first. What reads as an explanation of an end belongs to the end.
 */
export function createStreamOrder(
  pass: (stream: OutputStream, bytes: Uint8Array) => void,
  holdMs: number = HOLD_MS,
): StreamOrder {
  let held: Uint8Array[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const ready = held;
    held = [];
    for (const bytes of ready) pass("stderr", bytes);
  };

  return {
    push(stream, bytes) {
      if (stream === "stdout") return pass(stream, bytes);
      // The bytes are a view of the connection's buffer, which goes on to be used.
      held.push(Uint8Array.from(bytes));
      timer ??= setTimeout(flush, holdMs);
    },
    flush,
  };
}
