import { type Channel, openChannel } from "./channel.ts";
import type { StoreAnswer, StoreArguments, StoreMethod, StoreReply, StoreRequest, StoreStart } from "./messages.ts";

/** What went wrong in the store. `sqlite` is SQLite's primary result code, 0 for anything else. */
export class StoreError extends Error {
  readonly sqlite: number;
  readonly isNewer: boolean;

  constructor(message: string, { sqlite = 0, isNewer = false } = {}) {
    super(message);
    this.name = "StoreError";
    this.sqlite = sqlite;
    this.isNewer = isNewer;
  }
}

/** The store, as the core calls it. Calls are answered in the order in which they are made. */
export interface StoreClient {
  /** @throws StoreError where the store could not do it, or is not there. */
  call<M extends StoreMethod>(method: M, ...args: StoreArguments<M>): Promise<StoreAnswer<M>>;
  /** Begins to open the store, for a call that will come. */
  open(): void;
  /** Resolves when the database is closed. */
  close(): Promise<void>;
}

interface StoreClientOptions {
  script: string;
  node: string | undefined;
  start: StoreStart;
  onNotice: (message: string) => void;
}

/** A store that could not be opened is not asked again for this long. */
const REST_MS = 5_000;

export const NO_SQLITE =
  "History is off: the Node.js that runs Sandpit has no SQLite. Run Sandpit with Node.js 24 or newer to keep a history.";

/** Starts the store at the first call, and again after it was lost. */
export function createStoreClient({ script, node, start, onNotice }: StoreClientOptions): StoreClient {
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let channel: Channel | null = null;
  let opening: Promise<void> | null = null;
  let restUntil = 0;
  let lastError: Error | null = null;
  let lastId = 0;

  const onReply = (reply: StoreReply) => {
    if ("notice" in reply) {
      onNotice(reply.notice);
      return;
    }
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (pending.size === 0) channel?.hold(false);
    if ("error" in reply) waiting?.reject(new StoreError(reply.error.message, reply.error));
    else waiting?.resolve(reply.value as never);
  };
  const onGone = (why: string) => {
    channel = null;
    opening = null;
    for (const { reject } of pending.values()) reject(new StoreError(`The history's own process was lost: ${why}.`));
    pending.clear();
  };
  const ask = <T>(request: StoreRequest): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      pending.set(request.id, { resolve, reject });
      channel?.hold(true);
      channel?.send(request);
    });

  const open = async (): Promise<void> => {
    channel = openChannel({ script, node, onReply, onGone });
    if (!channel) throw new StoreError(NO_SQLITE);
    await ask({ id: ++lastId, open: start });
  };
  const opened = (): Promise<void> => {
    if (!opening && Date.now() < restUntil && lastError) return Promise.reject(lastError);
    opening ??= open().catch((error: Error) => {
      restUntil = Date.now() + REST_MS;
      lastError = error;
      channel?.kill();
      channel = null;
      opening = null;
      throw error;
    });
    return opening;
  };

  return {
    // What fails is told to the call that comes.
    open: () => void opened().catch(() => {}),
    async call(method, ...args) {
      await opened();
      if (!channel) throw new StoreError("The history's own process was lost.");
      return ask({ id: ++lastId, method, args });
    },
    async close() {
      await opening?.catch(() => {});
      if (channel) await ask({ id: ++lastId, method: "close", args: [] }).catch(() => {});
    },
  };
}
