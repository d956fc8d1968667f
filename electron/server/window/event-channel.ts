import { createEventStream, type EventStream } from "../event-stream.ts";

/** The events of one page, which may lose its connection and come back without missing any. */
export interface EventChannel {
  send(name: string, payload: unknown): void;
  /** Goes on after the event with this number, or from the beginning. Ends the stream before it. */
  connect(after: number | null): ReadableStream<Uint8Array>;
  isConnected(): boolean;
  end(): void;
}

interface Kept {
  id: number;
  name: string;
  payload: unknown;
  size: number;
}

const MAX_KEPT = 5_000;
const MAX_KEPT_CHARACTERS = 8 * 1024 * 1024;

/** Tells the page that events are lost, and that it should ask how things stand. */
export const RESET_EVENT = "browser.reset";

/** Opens a channel. `onGone` is called whenever the page's connection ends. */
export function createEventChannel(onGone: () => void): EventChannel {
  const kept: Kept[] = [];
  let characters = 0;
  let lastId = 0;
  let stream: EventStream | null = null;

  const keep = (event: Kept): void => {
    kept.push(event);
    characters += event.size;
    while (kept.length > MAX_KEPT || characters > MAX_KEPT_CHARACTERS) characters -= kept.shift()?.size ?? 0;
  };

  return {
    send(name, payload) {
      lastId += 1;
      keep({ id: lastId, name, payload, size: JSON.stringify(payload).length });
      stream?.send(name, payload, lastId);
    },
    connect(after) {
      const before = stream;
      const opened = createEventStream(() => {
        if (stream !== opened) return;
        stream = null;
        onGone();
      });
      stream = opened;
      before?.end();
      const next = (after ?? 0) + 1;
      const isComplete = next <= lastId + 1 && next >= (kept[0]?.id ?? lastId + 1);
      // Says at once that it is there, also to what stands in between and waits for a first byte.
      opened.send("browser.connected", {});
      if (!isComplete) opened.send(RESET_EVENT, {}, lastId);
      else for (const { id, name, payload } of kept) if (id >= next) opened.send(name, payload, id);
      return opened.body;
    },
    isConnected: () => stream !== null,
    end() {
      const open = stream;
      stream = null;
      open?.end();
    },
  };
}
