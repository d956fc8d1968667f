import type { Reply } from "#shared/errors.ts";

type Dispatch = (name: string, input: unknown) => Promise<Reply<unknown>>;

/** Follows what the page watches of the engine, so that nothing is asked of it for a page that is gone. */
export function createPageWatches(dispatch: Dispatch): { dispatch: Dispatch; endAll(): Promise<void> } {
  const watchers = new Set<string>();

  return {
    dispatch(name, input) {
      const watcher = toWatcher(input);
      if (watcher !== null && name === "monitor.watch") watchers.add(watcher);
      if (watcher !== null && name === "monitor.unwatch") watchers.delete(watcher);
      return dispatch(name, input);
    },

    async endAll() {
      const gone = [...watchers];
      watchers.clear();
      await Promise.all(gone.map((watcher) => dispatch("monitor.unwatch", { watcher })));
    },
  };
}

const toWatcher = (input: unknown): string | null =>
  typeof input === "object" && input !== null && "watcher" in input && typeof input.watcher === "string"
    ? input.watcher
    : null;
