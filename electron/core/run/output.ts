import type { OutputStream } from "../engine/demultiplex.ts";

/** How much more than its limit a program may print before it is stopped; until then it is read and thrown away. */
const FLOOD_BYTES = 64 * 1024;

export interface Output {
  /** Takes what came. Returns whether the program floods and should be stopped. */
  push(stream: OutputStream, bytes: Uint8Array): boolean;
  /** Flushes what was held back. Call once, at the end. */
  finish(): CollectedOutput;
}

export interface CollectedOutput {
  stdout: string;
  stderr: string;
  truncated: { stdout: boolean; stderr: boolean };
  /** Whether more was printed than the limit allows. */
  exceeded: boolean;
}

/**
 * Collects a program's output up to a limit over both streams together, and passes it on as text while it comes. Counts
 * bytes; cuts on a character boundary; a character that is split between chunks arrives whole. What is not UTF-8 becomes
 * U+FFFD.
 */
export function createOutput(limitBytes: number, onText: (stream: OutputStream, text: string) => void): Output {
  const streams = {
    stdout: { decoder: new TextDecoder(), text: "", truncated: false },
    stderr: { decoder: new TextDecoder(), text: "", truncated: false },
  };
  let seenBytes = 0;

  const emit = (stream: OutputStream, text: string) => {
    if (!text) return;
    streams[stream].text += text;
    onText(stream, text);
  };

  return {
    push(stream, bytes) {
      const state = streams[stream];
      const room = Math.max(0, limitBytes - seenBytes);
      seenBytes += bytes.length;
      if (room > 0 && !state.truncated) emit(stream, state.decoder.decode(bytes.subarray(0, room), { stream: true }));
      if (bytes.length > room) state.truncated = true;
      return seenBytes > limitBytes + FLOOD_BYTES;
    },
    finish() {
      for (const stream of ["stdout", "stderr"] as const) {
        // Half a character at the cut belongs to what was cut off; at the end of the output it was really printed.
        const { decoder, truncated } = streams[stream];
        if (!truncated) emit(stream, decoder.decode());
      }
      const { stdout, stderr } = streams;
      return {
        stdout: stdout.text,
        stderr: stderr.text,
        truncated: { stdout: stdout.truncated, stderr: stderr.truncated },
        exceeded: seenBytes > limitBytes,
      };
    },
  };
}
