import { useEffect, useState } from "react";
import type { Reply } from "#shared/errors.ts";

export type Fetched<T> = { value: T | null; problem: string | null };

/**
 * Asks at once, and again `everyMs` after each answer where one is given. What was answered last stays until something
 * newer comes. `fetch` must be the same function from one drawing to the next, or it asks each time.
 */
export function useFetched<T>(fetch: () => Promise<Reply<T>>, everyMs: number | null): Fetched<T> {
  const [fetched, setFetched] = useState<Fetched<T>>({ value: null, problem: null });
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const reply = await fetch();
      if (ended) return;
      setFetched((before) =>
        reply.ok ? { value: reply.value, problem: null } : { ...before, problem: reply.error.message },
      );
      if (everyMs !== null) timer = setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [fetch, everyMs]);
  return fetched;
}
