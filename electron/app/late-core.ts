import type { Core } from "../core/core.ts";
import type { Log } from "../core/store/log.ts";

export interface LateCore {
  /** The core, as soon as it may be loaded and is. */
  get(): Promise<Core>;
  /** Says that the page asks for something that it needs the core for: it does so once it shows itself. */
  begin(): void;
  /** Whether the core is being loaded, or has been. */
  isBegun(): boolean;
  /** Ends the core, where it was ever begun. */
  close(): Promise<void>;
}

/** A page that does not get as far shall have a core all the same. */
const LATEST_START_MS = 1_500;

/**
 * Loads the core when the page shows itself. The core's code is large and takes the main thread a tenth of a second to
 * read; until then the page would stand still as well, because it gets its graphics through that thread.
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
    begin: () => begin(),
    isBegun: () => loading !== null,
    async close() {
      closed = true;
      clearTimeout(latest);
      await (await loading)?.close();
    },
  };
}
