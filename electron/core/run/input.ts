import { SandpitError } from "#shared/errors.ts";
import type { Guest } from "./guest.ts";

/** How much input may wait for a program that does not read. */
const MAX_PENDING_BYTES = 1024 * 1024;

/** A run's standard input, which may be written before the program is there. */
export interface Input {
  /** @throws SandpitError `invalid_input` where too much is waiting, or the input was ended before. */
  write(text: string): void;
  end(): void;
  readonly ended: boolean;
  /** Sends on what has been written, and from then on all that will be. */
  connect(guest: Pick<Guest, "write" | "end">): void;
}

/** Creates a run's standard input. With `whole`, that is all of it; else it stays open. */
export function createInput(whole: string | undefined): Input {
  const waiting: Uint8Array[] = [];
  let pendingBytes = 0;
  let ended = false;
  let target: Pick<Guest, "write" | "end"> | undefined;

  const send = (bytes: Uint8Array) => {
    if (!target) waiting.push(bytes);
    else void target.write(bytes).then(() => (pendingBytes -= bytes.length));
  };
  const input: Input = {
    write(text) {
      if (ended)
        throw new SandpitError("invalid_input", "This program's input has been ended; nothing more can be sent.");
      const bytes = new TextEncoder().encode(text);
      if (bytes.length === 0) return;
      if (whole === undefined && pendingBytes + bytes.length > MAX_PENDING_BYTES) {
        throw new SandpitError(
          "invalid_input",
          "The program is not reading its input. Wait until it does, or stop it.",
        );
      }
      pendingBytes += bytes.length;
      send(bytes);
    },
    end() {
      if (ended) return;
      ended = true;
      target?.end();
    },
    get ended() {
      return ended;
    },
    connect(guest) {
      target = guest;
      for (const bytes of waiting.splice(0)) send(bytes);
      if (ended) guest.end();
    },
  };
  if (whole !== undefined) {
    input.write(whole);
    input.end();
  }
  return input;
}
