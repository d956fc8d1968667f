import { setTimeout as delay } from "node:timers/promises";
import type { Session } from "./session.ts";

const RETRY_MS = 50;

/**
 * Sends what comes on our standard input to the program, as it comes, and its end. Bytes that are no UTF-8 become U+FFFD.
 * A program that reads slowly makes us read slowly.
 */
export function forwardInput(stdin: NodeJS.ReadStream, session: Session, id: string): { end(): void } {
  let over = false;

  const send = async (text: string, end: boolean) => {
    while (!over) {
      const reply = await session.call("run.input", { id, text, end });
      if (reply.ok || reply.error.code !== "invalid_input") return;
      await delay(RETRY_MS); // too much is waiting for the program already
    }
  };
  const forward = async () => {
    const decoder = new TextDecoder();
    try {
      for await (const bytes of stdin) await send(decoder.decode(bytes, { stream: true }), false);
    } catch {
      // a standard input that cannot be read is one that has ended
    }
    await send(decoder.decode(), true);
  };
  void forward();

  return {
    end() {
      over = true;
      stdin.destroy();
    },
  };
}
