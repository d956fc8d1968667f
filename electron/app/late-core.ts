import type { Core } from "../core/core.ts";
import type { Log } from "../core/store/log.ts";

export interface LateCore {
  /** The core, as soon as it may be loaded and is. */
  get(): Promise<Core>;
  /** Says that the page has what it needs to show itself. */
  pageServed(): void;
  /** Whether the core is being loaded, or has been. */
  isBegun(): boolean;
  /** Ends the core, where it was ever begun. */
  close(): Promise<void>;
}

/** A page that never asks for its workspace shall have a core all the same. */
const LATEST_START_MS = 1_500;
/** The page's fonts and the first keystrokes pass through the thread that loading the core would block. */
const AFTER_PAGE_MS = 100;

/**
 * Loads the core after the page has been given what it shows. The core's code is large and takes the main thread a tenth
 * of a second to read; a window that opens does not need it.
 */
export function createLateCore({ load, log }: { load: () => Promise<Core>; log: Log }): LateCore {
  let begin: () => void = () => {};
  const mayBegin = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const latest = setTimeout(begin, LATEST_START_MS);
  let loading: Promise<Core> | null = null;
  let closed = false;

  const get = async (): Promise<Core> => {
    await mayBegin;
    loading ??= load().catch((error: unknown) => {
      // Asking again may succeed: the disk may have been full.
      loading = null;
      throw error;
    });
    return loading;
  };
  mayBegin.then(() => (closed ? null : get())).catch((error: unknown) => log("The core could not be started", error));

  return {
    get,
    pageServed() {
      setTimeout(begin, AFTER_PAGE_MS);
    },
    isBegun: () => loading !== null,
    async close() {
      closed = true;
      clearTimeout(latest);
      await (await loading)?.close();
    },
  };
}
