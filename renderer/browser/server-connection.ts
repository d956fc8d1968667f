import { createParser } from "eventsource-parser";
import type { Reply } from "#shared/errors.ts";

/**
 * How things stand with the server. `lost`: it does not answer, and is tried again. `ended`: it answers, but does not
 * know this page. `taken`: another tab has taken over.
 */
export type ConnectionState = "connecting" | "connected" | "lost" | "ended" | "taken";

export interface ServerConnection {
  /** Rejects where the server does not answer. */
  call(name: string, input: unknown): Promise<Reply<unknown>>;
  /** Sends bytes to an address of the bridge, or asks for some. */
  send(path: string, method: "GET" | "POST", body: Blob | null): Promise<Response>;
  state(): ConnectionState;
  /** Resolves at the next change of the state. */
  changed(): Promise<void>;
  /** Tries again at once. */
  retry(): void;
}

export interface ConnectionOptions {
  headers: Readonly<Record<string, string>>;
  onEvent: (name: string, payload: unknown) => void;
  onState: (state: ConnectionState) => void;
  page: Window;
}

/** The server says something every 10 s. */
const SILENCE_MS = 25_000;
const RETRY_MS = [250, 500, 1_000, 2_000, 4_000];
/** A browser lets no more than 64 KB survive the page. */
const MAX_KEPT_ALIVE = 60_000;

/** Speaks with the server: calls are requests, and events come as one answer that goes on. */
export function connectServer({ headers, onEvent, onState, page }: ConnectionOptions): ServerConnection {
  let state: ConnectionState = "connecting";
  let lastEventId = "";
  let failures = 0;
  let wake: () => void = () => {};
  let watchers: (() => void)[] = [];

  const enter = (next: ConnectionState): void => {
    if (state === next || isOver(state)) return;
    state = next;
    onState(next);
    for (const watcher of watchers.splice(0)) watcher();
  };
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** Reads until the answer ends, or nothing has come for too long. */
  const read = async (body: ReadableStream<Uint8Array>, stop: AbortController): Promise<void> => {
    const decoder = new TextDecoder();
    const parser = createParser({
      onEvent({ event = "", data, id }) {
        if (id !== undefined) lastEventId = id;
        onEvent(event, JSON.parse(data));
      },
    });
    const reader = body.getReader();
    for (;;) {
      const silence = setTimeout(() => stop.abort(), SILENCE_MS);
      const { done, value } = await reader.read().finally(() => clearTimeout(silence));
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
    }
  };

  const listen = async (): Promise<void> => {
    const stop = new AbortController();
    const response = await fetch("/bridge/events", {
      ...{ headers: { ...headers, "last-event-id": lastEventId }, cache: "no-store", signal: stop.signal },
    });
    if (response.status === 401) return enter("ended");
    if (response.status === 409) return enter("taken");
    if (!response.ok || !response.body) throw new Error(`The server answered ${response.status}.`);
    failures = 0;
    enter("connected");
    await read(response.body, stop);
  };

  const listenForever = async (): Promise<void> => {
    while (!isOver(state)) {
      await listen().catch(() => {});
      if (isOver(state)) return;
      // A connection may break by itself, as after a sleep; only a server that cannot be reached again is lost.
      if (failures > 0) enter("lost");
      await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0);
      failures += 1;
    }
  };
  const retry = (): void => wake();
  page.addEventListener("online", retry);
  page.document.addEventListener("visibilitychange", retry);
  void listenForever();

  return {
    async call(name, input) {
      const body = JSON.stringify(input);
      const response = await fetch(`/bridge/call/${name}`, {
        ...{ method: "POST", body, headers: { ...headers, "content-type": "application/json" } },
        // The last drafts are sent while the page goes.
        keepalive: name === "workspace.save" && body.length < MAX_KEPT_ALIVE,
      });
      if (response.status === 401) enter("ended");
      if (response.status === 409) enter("taken");
      return (await response.json()) as Reply<unknown>;
    },
    async send(path, method, body) {
      const sent = { ...headers, ...(body && { "content-type": "application/octet-stream" }) };
      const response = await fetch(`/bridge/${path}`, { method, body, headers: sent, cache: "no-store" });
      if (response.status === 401) enter("ended");
      return response;
    },
    state: () => state,
    changed: () =>
      new Promise((resolve) => {
        watchers = [...watchers, resolve];
      }),
    retry,
  };
}

/** Nothing leads out of these but loading the page anew. */
const isOver = (state: ConnectionState): boolean => state === "ended" || state === "taken";
