import { type Language, PROGRAM_FOLDER } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import type { Engine } from "../engine/engine.ts";
import type { Images } from "../engine/images.ts";
import { type RunJob, type RunStart, toUnpreparedEnd } from "./backend.ts";
import type { Pool } from "./pool.ts";
import { prepareProgram } from "./program.ts";
import { createSandbox } from "./sandbox.ts";
import type { SandboxLedger } from "./sandbox-ledger.ts";
import { type SandboxOwner, toSandboxSpec } from "./sandbox-spec.ts";
import { supervise } from "./supervise.ts";
import { watchForWaiting } from "./waiting.ts";

/** A run that goes on for this long has the pool refilled while it runs. */
const REFILL_AFTER_MS = 500;

export interface DockerBackendOptions {
  engine: Engine;
  pool: Pool;
  owner: SandboxOwner;
  ledger: SandboxLedger;
  images: Pick<Images, "known" | "check">;
  log: (line: string, error?: unknown) => void;
}

export interface DockerBackend {
  run: RunJob;
  /** Keeps sandboxes of this language ready, where its image is there. */
  prepare(language: Language, limits: Limits): Promise<void>;
  /** Resolves when every used sandbox is removed. */
  settled(): Promise<void>;
}

/** Runs programs in containers: in a waiting sandbox where there is one, else in one that is started for the run. */
export function createDockerBackend({ engine, pool, owner, ledger, images, log }: DockerBackendOptions): DockerBackend {
  const removals = new Set<Promise<void>>();

  const remove = (dispose: () => Promise<void>) => {
    const removal = dispose()
      .catch((error) => log("A used sandbox could not be removed", error))
      .finally(() => removals.delete(removal));
    removals.add(removal);
  };

  return {
    async run({ runId, language, files, entry, limits, input, signal, recorded, onStarted, onOutput, onWaiting }) {
      const image = await images.known(engine, language);
      const preparation = prepareProgram(language, files, entry, PROGRAM_FOLDER);
      const spec = toSandboxSpec(toStarted(language, entry), image.id, limits, owner, engine.identity.product);
      if (!preparation.ok) {
        const start: RunStart = { backend: "docker", warm: false, image };
        onStarted(start);
        onOutput("stderr", preparation.stderr);
        return { ...start, end: toUnpreparedEnd(preparation.stderr) };
      }
      const waiting = pool.take(spec);
      // A waiting sandbox was made from the right image; a new one must not be made from a wrong one.
      if (!waiting) await images.check(engine, language);
      const sandbox = waiting ?? (await createSandbox(engine, spec, { ledger, signal }));
      const { containerId } = sandbox;
      ledger.loaded(containerId, { runId, language: language.id });
      const start: RunStart = { backend: "docker", warm: waiting !== undefined, image };
      await recorded;
      const refill = setTimeout(() => pool.refill(), REFILL_AFTER_MS);
      const guest = sandbox.load(preparation.program);
      const watch = watchForWaiting({
        // An engine without `ps` cannot tell.
        processes: () => engine.processes(containerId, "pid,wchan:32").catch(() => null),
        input,
        onWaiting,
      });
      try {
        onStarted(start);
        const end = await supervise({
          guest,
          limits,
          input,
          signal,
          memoryError: new RegExp(language.memoryError, "m"),
          compileWallMs: language.compile?.wallMs ?? null,
          onOutput: (stream, text) => {
            watch.onOutput(text);
            ledger.printed(containerId, stream, text);
            onOutput(stream, text);
          },
        });
        ledger.finished(containerId, { outcome: end.outcome, exitCode: end.exitCode });
        return { ...start, end };
      } catch (error) {
        ledger.finished(containerId, null);
        throw error;
      } finally {
        watch.stop();
        clearTimeout(refill);
        remove(() => sandbox.dispose());
        pool.refill();
      }
    },
    async prepare(language, limits) {
      if (language.receiver === "cold") return;
      const image = await images.check(engine, language).catch(() => null);
      if (image) pool.prepare(toSandboxSpec(language, image.id, limits, owner, engine.identity.product));
    },
    async settled() {
      await Promise.all(removals);
    },
  };
}

/** An interpreter that waits for its script waits for one name; a program that begins elsewhere has one of its own started. */
const toStarted = (language: Language, entry: string): Language =>
  language.receiver === "piped" && entry !== language.entry ? { ...language, receiver: "cold" } : language;
