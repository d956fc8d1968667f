import { setTimeout } from "node:timers/promises";
import type { EngineStatus } from "#shared/engine.ts";
import type { Surroundings } from "./known-sockets.ts";
import { type Located, locateEngine } from "./locate.ts";

/** How often an absent engine is looked for; a change must be noticed within two seconds. */
const LOOK_AGAIN_MS = 1_000;
/** Where only somebody's doing helps, and every try is an attempt to log in somewhere. */
const LOOK_AGAIN_SELDOM_MS = 60_000;

export interface EngineSession {
  /** The engine in use, looked for at the first call. */
  located(): Promise<Located>;
  /** Looks again, now. */
  check(): Promise<Located>;
  /** The last known status; `null` before the first look. */
  status(): EngineStatus | null;
  close(): void;
}

export interface EngineSessionOptions {
  surroundings: Surroundings;
  /** Whether to notice by itself that an engine goes away or comes back. */
  watch: boolean;
  onChanged: (located: Located) => void;
  /** Called where the watch lost its connection, and the same engine answers again at once. */
  onRegained: () => void;
}

/** Holds on to one engine, and notices when it goes away or another one comes. */
export function createEngineSession({
  surroundings,
  watch,
  onChanged,
  onRegained,
}: EngineSessionOptions): EngineSession {
  const closing = new AbortController();
  let replaced = new AbortController();
  let current: Located | null = null;
  let looking: { address: string | undefined; found: Promise<Located> } | null = null;

  const look = (): Promise<Located> => {
    const { address } = surroundings;
    // A look that began before the address was changed would find what is not wanted any more.
    if (looking && looking.address !== address) return looking.found.then(look);
    looking ??= {
      address,
      found: locateEngine(surroundings)
        .then(adopt)
        .finally(() => {
          looking = null;
        }),
    };
    return looking.found;
  };

  const adopt = (found: Located): Located => {
    // The same engine keeps its connection, so that what is built on it stays.
    if (current && fingerprint(current.status) === fingerprint(found.status)) return current;
    current = found;
    // Whoever watches the one before need not wait for its end.
    replaced.abort();
    replaced = new AbortController();
    onChanged(found);
    return found;
  };

  const pause = async () => {
    const isLasting = current?.engine === null && current.lasts;
    // Whoever looks in between, as after a changed setting, ends the wait.
    await setTimeout(isLasting ? LOOK_AGAIN_SELDOM_MS : LOOK_AGAIN_MS, undefined, {
      ref: false,
      signal: AbortSignal.any([closing.signal, replaced.signal]),
    }).catch(() => {});
  };
  const keepWatch = async () => {
    let { engine } = await look();
    while (!closing.signal.aborted) {
      // An engine that answers although its event stream ended was restarted; the pause keeps a refusal from spinning.
      if (engine) await engine.untilLost(AbortSignal.any([closing.signal, replaced.signal])).catch(pause);
      else await pause();
      if (closing.signal.aborted) return;
      const before = engine;
      engine = (await look()).engine;
      if (engine && engine === before) onRegained();
    }
  };
  if (watch) void keepWatch();

  return {
    located: async () => current ?? look(),
    check: look,
    status: () => current?.status ?? null,
    close() {
      closing.abort();
    },
  };
}

const fingerprint = (status: EngineStatus): string =>
  status.state === "available"
    ? [status.id, status.address, status.version].join(" ")
    : [status.problem, status.message].join(" ");
