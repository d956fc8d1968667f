import type { Reply } from "#shared/errors.ts";

type Dispatch = (name: string, input: unknown) => Promise<Reply<unknown>>;

export interface PageRuns {
  dispatch: Dispatch;
  /** Whether the page waits for this run. */
  has(id: string): boolean;
  stopAll(): Promise<void>;
}

/** Follows the runs that the page started, so that none goes on without a page to show it. */
export function createPageRuns(dispatch: Dispatch): PageRuns {
  const running = new Set<string>();

  return {
    async dispatch(name, input) {
      const id = name === "run.start" ? toRunId(input) : null;
      if (id === null) return dispatch(name, input);
      running.add(id);
      try {
        return await dispatch(name, input);
      } finally {
        running.delete(id);
      }
    },

    has: (id) => running.has(id),

    async stopAll() {
      await Promise.all([...running].map((id) => dispatch("run.stop", { id })));
    },
  };
}

const toRunId = (input: unknown): string | null =>
  typeof input === "object" && input !== null && "id" in input && typeof input.id === "string" ? input.id : null;
