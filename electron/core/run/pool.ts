import type { ContainerSpec } from "../engine/engine.ts";
import type { Sandbox } from "./sandbox.ts";

/** How long a failed start keeps the pool from trying again. */
const RETRY_MS = 5_000;

export interface PoolOptions {
  /** How many sandboxes wait for each language in use. 0 switches the pool off. */
  size: () => number;
  /** After this long without a run, the sandboxes of a language are removed. */
  idleMs: () => number;
  create: (spec: ContainerSpec) => Promise<Sandbox>;
  /** Called with the number of waiting sandboxes by image tag. */
  onChanged: (ready: Readonly<Record<string, number>>) => void;
  log: (line: string, error?: unknown) => void;
}

export interface Pool {
  /** Keeps sandboxes of this kind ready from now on. */
  prepare(spec: ContainerSpec): void;
  /** Takes a waiting sandbox; `undefined` where there is none. It is not replaced before `refill`. */
  take(spec: ContainerSpec): Sandbox | undefined;
  /** Starts what is missing. Left to the caller, so that no start slows down a program that is just beginning. */
  refill(): void;
  /** The size is another now: starts what is missing, removes what is too many. */
  resize(): void;
  ready(): Readonly<Record<string, number>>;
  /** Removes all sandboxes, for example because an image or the limits have changed. */
  clear(): Promise<void>;
  /** Removes all sandboxes, and starts none any more. Resolves once nothing is being started or removed. */
  close(): Promise<void>;
}

interface Shelf {
  spec: ContainerSpec;
  waiting: Sandbox[];
  idle: NodeJS.Timeout | undefined;
  retryAt: number;
}

/** Keeps single-use sandboxes whose interpreter waits for a program. Starts one at a time: two would slow each other. */
export function createPool({ size, idleMs, create, onChanged, log }: PoolOptions): Pool {
  const shelves = new Map<string, Shelf>();
  const removals = new Set<Promise<void>>();
  let filling: Promise<void> | null = null;
  let closed = false;

  const ready = () => {
    const count: Record<string, number> = {};
    for (const { spec, waiting } of shelves.values()) {
      const tag = spec.Labels["sandpit.image"] ?? spec.Image;
      count[tag] = (count[tag] ?? 0) + waiting.length;
    }
    return count;
  };
  const changed = () => onChanged(ready());

  const remove = (sandbox: Sandbox) => {
    const removal = sandbox
      .dispose()
      .catch((error) => log("A waiting sandbox could not be removed", error))
      .finally(() => removals.delete(removal));
    removals.add(removal);
    return removal;
  };

  const discard = async (key: string, shelf: Shelf) => {
    shelves.delete(key);
    clearTimeout(shelf.idle);
    const removed = shelf.waiting.splice(0);
    if (removed.length > 0) changed();
    await Promise.all(removed.map(remove));
  };

  const touch = (key: string, shelf: Shelf) => {
    clearTimeout(shelf.idle);
    shelf.idle = setTimeout(() => void discard(key, shelf), idleMs());
    shelf.idle.unref();
  };

  const add = (key: string, shelf: Shelf, sandbox: Sandbox) => {
    if (shelves.get(key) !== shelf) {
      void remove(sandbox);
      return;
    }
    shelf.waiting.push(sandbox);
    changed();
    void sandbox.ended.then(() => {
      const at = shelf.waiting.indexOf(sandbox);
      if (at < 0) return; // it was taken: its end is the run's
      shelf.waiting.splice(at, 1);
      changed();
      void remove(sandbox);
      fill();
    });
  };

  const fill = () => {
    filling ??= fillAll().finally(() => {
      filling = null;
    });
  };
  const fillAll = async () => {
    for (;;) {
      const [key, shelf] =
        [...shelves].find(([, { waiting, retryAt }]) => waiting.length < size() && Date.now() >= retryAt) ?? [];
      if (!key || !shelf) return;
      try {
        add(key, shelf, await create(shelf.spec));
      } catch (error) {
        log("A sandbox could not be kept ready", error);
        shelf.retryAt = Date.now() + RETRY_MS;
        setTimeout(fill, RETRY_MS + 1).unref();
      }
    }
  };

  const clear = async () => {
    await Promise.all([...shelves].map(([key, shelf]) => discard(key, shelf)));
    // One that is just being started belongs to no shelf any more, and is removed as soon as it is there.
    await filling;
    await Promise.all(removals);
  };

  return {
    prepare(spec) {
      if (size() === 0 || closed) return;
      const key = JSON.stringify(spec);
      const shelf = shelves.get(key) ?? { spec, waiting: [], idle: undefined, retryAt: 0 };
      shelves.set(key, shelf);
      touch(key, shelf);
      fill();
    },
    take(spec) {
      const key = JSON.stringify(spec);
      const shelf = shelves.get(key);
      const sandbox = shelf?.waiting.shift();
      if (shelf) touch(key, shelf);
      if (sandbox) changed();
      return sandbox;
    },
    refill: fill,
    resize() {
      for (const { waiting } of shelves.values()) for (const sandbox of waiting.splice(size())) void remove(sandbox);
      changed();
      fill();
    },
    ready,
    clear,
    async close() {
      closed = true;
      await clear();
    },
  };
}
