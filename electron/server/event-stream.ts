/** An answer that goes on: server-sent events, as the HTML standard has them. */
export interface EventStream {
  body: ReadableStream<Uint8Array>;
  /** `false` where nobody reads any more, or reads too slowly for what there is to say. */
  send(name: string, data: unknown, id?: number): boolean;
  /** Ends the answer after what was sent. */
  end(): void;
}

const encoder = new TextEncoder();
/** Shows both sides that the other is still there. */
const HEARTBEAT_MS = 10_000;
/** More than this is not kept for a reader that does not read. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

export const EVENT_STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

/** Opens a stream; `onGone` is called once, when the reader has gone or the stream has ended. */
export function createEventStream(onGone: () => void): EventStream {
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;

  const close = (finish: (open: ReadableStreamDefaultController<Uint8Array>) => void): void => {
    const open = stream;
    if (!open) return;
    stream = null;
    clearInterval(heartbeat);
    finish(open);
    onGone();
  };
  const write = (text: string): boolean => {
    if (!stream) return false;
    if ((stream.desiredSize ?? 0) < -MAX_WAITING_BYTES) {
      close((open) => open.error(new Error("The reader is too slow.")));
      return false;
    }
    stream.enqueue(encoder.encode(text));
    return true;
  };
  const heartbeat = setInterval(() => write(":\n\n"), HEARTBEAT_MS);
  heartbeat.unref();

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stream = controller;
      },
      cancel: () => close(() => {}),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 }),
  );
  return {
    body,
    send: (name, data, id) =>
      write(`${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => close((open) => open.close()),
  };
}
