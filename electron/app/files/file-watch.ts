import type { OpenedFile } from "#shared/workspace.ts";
import type { Log } from "../../core/store/log.ts";

const LOOK_EVERY_MS = 500;
const MAX_WATCHED = 200;

export interface FileWatch {
  /** Watches these files and no others. */
  watch(handles: readonly string[]): void;
  stop(): void;
}

/**
 * Notices that another program changed an open file. It looks instead of listening: what the systems report differs,
 * misses network drives, and loses a file that an editor replaced.
 */
export function createFileWatch(options: {
  look: (handle: string) => Promise<{ onDisk: OpenedFile | null } | null>;
  changed: (handle: string, onDisk: OpenedFile | null) => void;
  log: Log;
  everyMs?: number;
}): FileWatch {
  const { look, changed, log, everyMs = LOOK_EVERY_MS } = options;
  let watched: readonly string[] = [];
  let timer: NodeJS.Timeout | null = null;
  const failed = new Set<string>();

  const lookAtOne = async (handle: string): Promise<void> => {
    if (failed.has(handle)) return;
    try {
      const change = await look(handle);
      if (change && watched.includes(handle)) changed(handle, change.onDisk);
    } catch (error) {
      failed.add(handle);
      log("A file can no longer be watched", error);
    }
  };

  const lookAtAll = async (): Promise<void> => {
    for (const handle of watched) await lookAtOne(handle);
    timer = watched.length === 0 ? null : wait();
  };

  const wait = (): NodeJS.Timeout => setTimeout(() => void lookAtAll(), everyMs).unref();

  return {
    watch(handles) {
      watched = [...new Set(handles)].slice(0, MAX_WATCHED);
      failed.clear();
      if (watched.length > 0) timer ??= wait();
    },
    stop() {
      watched = [];
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
