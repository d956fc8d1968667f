import type { Reply } from "#shared/errors.ts";

type Dispatch = (name: string, input: unknown) => Promise<Reply<unknown>>;

/** Commands that take long, and that nobody waits for any more once the page is gone. */
const LONG: ReadonlySet<string> = new Set(["bundle.export", "bundle.inspect", "bundle.import"]);

/** Keeps track of the bundle that a page works with, so that it is stopped when the page goes. */
export function createPageBundles(dispatch: Dispatch): { dispatch: Dispatch; stop(): Promise<void> } {
  let underWay = 0;
  return {
    async dispatch(name, input) {
      if (!LONG.has(name)) return dispatch(name, input);
      underWay += 1;
      try {
        return await dispatch(name, input);
      } finally {
        underWay -= 1;
      }
    },
    async stop() {
      if (underWay > 0) await dispatch("bundle.cancel", {});
    },
  };
}
