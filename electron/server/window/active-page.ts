import { createEventChannel, type EventChannel } from "./event-channel.ts";

/**
 * The one page that shows the window. Two would write over each other's drafts, so a page that is opened takes over from
 * the one before.
 */
export interface ActivePage {
  /** Whether the page with this id is the one, or becomes it now; not one that another has taken over from. */
  claim(id: string): boolean;
  /** The page's events; see `EventChannel.connect`. */
  connect(after: number | null): ReadableStream<Uint8Array> | null;
  push(name: string, payload: unknown): void;
  end(): void;
}

export interface ActivePageOptions {
  /** The page is closed, was taken over from, or has been out of reach for too long. */
  onGone: () => void;
  /** How long a page may be out of reach, as after a sleep of the machine, before it counts as closed. */
  graceMs?: number;
}

const GRACE_MS = 15_000;
const MAX_FORMER = 1_000;
const PAGE_ID = /^[A-Za-z0-9-]{8,64}$/;

export function createActivePage({ onGone, graceMs = GRACE_MS }: ActivePageOptions): ActivePage {
  let active: { id: string; channel: EventChannel } | null = null;
  const former = new Set<string>();
  let waiting: NodeJS.Timeout | undefined;

  const supersede = (): void => {
    clearTimeout(waiting);
    if (!active) return;
    former.add(active.id);
    const [oldest = ""] = former;
    if (former.size > MAX_FORMER) former.delete(oldest);
    active.channel.send("browser.taken", {});
    active.channel.end();
    onGone();
  };
  const waitForReturn = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(onGone, graceMs);
    waiting.unref();
  };

  return {
    claim(id) {
      if (active?.id === id) return true;
      if (former.has(id) || !PAGE_ID.test(id)) return false;
      supersede();
      active = { id, channel: createEventChannel(waitForReturn) };
      return true;
    },
    connect(after) {
      clearTimeout(waiting);
      return active?.channel.connect(after) ?? null;
    },
    push: (name, payload) => active?.channel.send(name, payload),
    end() {
      clearTimeout(waiting);
      active?.channel.end();
    },
  };
}
