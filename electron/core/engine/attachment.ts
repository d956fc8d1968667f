import type { Duplex } from "node:stream";
import { createDemultiplexer, type OutputStream } from "./demultiplex.ts";
import type { Attachment } from "./engine.ts";

/** Wraps the raw connection to an attached container. Bytes that arrive before the first listener wait for it. */
export function createAttachment(stream: NodeJS.ReadWriteStream): Attachment {
  const duplex = stream as Duplex;
  let listener: ((stream: OutputStream, bytes: Buffer) => void) | undefined;
  let early: [OutputStream, Buffer][] = [];

  const demultiplex = createDemultiplexer((name, bytes) => {
    if (listener) listener(name, bytes);
    else early.push([name, Buffer.from(bytes)]);
  });
  duplex.on("data", demultiplex);
  // A lost connection shows as `closed`; whether the program ended is asked elsewhere.
  duplex.on("error", () => {});
  const closed = new Promise<void>((resolve) => {
    duplex.once("end", resolve);
    duplex.once("close", resolve);
  });

  return {
    write(bytes) {
      return new Promise((resolve) => {
        if (!duplex.writable) resolve();
        else duplex.write(bytes, () => resolve());
      });
    },
    end() {
      if (duplex.writable) duplex.end();
    },
    onOutput(next) {
      listener = next;
      const waiting = early;
      early = [];
      for (const [name, bytes] of waiting) next(name, bytes);
    },
    closed,
    destroy() {
      duplex.destroy();
    },
  };
}
