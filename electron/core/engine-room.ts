import type { Language } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import type { Engine } from "./engine/engine.ts";
import type { Images } from "./engine/images.ts";
import type { EventBus } from "./event-bus.ts";
import { createDockerBackend, type DockerBackend } from "./run/docker-backend.ts";
import { createPool, type Pool } from "./run/pool.ts";
import { createSandbox } from "./run/sandbox.ts";
import type { SandboxLedger } from "./run/sandbox-ledger.ts";
import { sweepOrphans } from "./run/sweep.ts";
import type { Instance } from "./store/instance.ts";

export interface EngineRoomOptions {
  engine: Engine;
  images: Images;
  instance: Instance;
  languages: () => readonly Language[];
  poolSize: () => number;
  poolIdleMs: () => number;
  ledger: SandboxLedger;
  events: Pick<EventBus, "emit">;
  log: (line: string, error?: unknown) => void;
}

/** Everything that belongs to one engine and ends with it. */
export interface EngineRoom {
  backend: DockerBackend;
  prepare(language: Language, limits: Limits): Promise<void>;
  /** Waiting sandboxes by language. */
  warm(): Record<string, number>;
  /** The pool is to be of another size now. */
  resize(): void;
  /** Removes the waiting sandboxes; those that run go on. */
  empty(): Promise<void>;
  /** Resolves when every used sandbox is removed. */
  settled(): Promise<void>;
  /** Removes, in the background, what was left behind and nobody uses. */
  sweep(): void;
  /** Removes all sandboxes once no run is left. */
  close(): Promise<void>;
}

/** Sets up the pool and the backend on an engine, and removes what earlier processes left on it. */
export function createEngineRoom(options: EngineRoomOptions): EngineRoom {
  const { engine, images, instance, languages, poolSize, poolIdleMs, ledger, events, log } = options;
  const toLanguages = (byTag: Readonly<Record<string, number>>) =>
    Object.fromEntries(languages().map(({ id, imageTag }) => [id, byTag[imageTag] ?? 0]));
  const owner = { installation: instance.installation, instance: instance.id };
  const pool: Pool = createPool({
    size: poolSize,
    idleMs: poolIdleMs,
    create: (spec) => createSandbox(engine, spec, { ledger }),
    onChanged: (ready) => events.emit("pool.changed", { warm: toLanguages(ready) }),
    log,
  });
  const backend = createDockerBackend({ engine, images, pool, owner, ledger, log });

  let swept = Promise.resolve();
  const sweep = () => {
    swept = swept
      .then(() => sweepOrphans(engine, instance, ledger))
      .then(
        (count) => {
          if (count > 0) log(`Removed ${count} sandboxes that were left behind`);
        },
        (error: unknown) => log("Orphaned sandboxes could not be removed", error),
      );
  };
  // In the background: a run need not wait for it.
  sweep();

  return {
    backend,
    prepare: async (language, limits) => {
      if (poolSize() > 0) await backend.prepare(language, limits);
    },
    warm: () => toLanguages(pool.ready()),
    resize: pool.resize,
    empty: () => pool.clear(),
    settled: () => backend.settled(),
    sweep,
    async close() {
      await Promise.all([pool.close(), backend.settled(), swept]);
    },
  };
}
