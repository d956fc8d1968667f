import type { Language } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import type { HandlersFor } from "../dispatcher.ts";
import type { EngineKeeper } from "../engine-keeper.ts";
import type { Executor } from "../run/executor.ts";

export interface RunCommandsOptions {
  keeper: EngineKeeper;
  executor: Executor;
  /** @throws SandpitError for an id that is not known. */
  languageOf: (id: string) => Language;
  /** The limits that a run of this language gets. */
  limitsOf: (language: Language) => Limits;
}

/** Runs, and the sandboxes that wait for them. */
export function createRunCommands({
  keeper,
  executor,
  languageOf,
  limitsOf,
}: RunCommandsOptions): HandlersFor<"run.start" | "run.input" | "run.stop" | "pool.prepare"> {
  return {
    async "run.start"(request, { source, mayRunLocally }) {
      try {
        return await executor.run(request, source, mayRunLocally);
      } finally {
        // A language in use is kept warm, also after its sandboxes were idle for long, or removed.
        const room = keeper.room();
        if (!request.limits && room?.warm()[request.language] === 0) {
          const language = languageOf(request.language);
          void room.prepare(language, limitsOf(language));
        }
      }
    },
    "run.input": ({ id, text, end }) => {
      executor.input(id, text, end ?? false);
      return {};
    },
    "run.stop": ({ id }) => {
      executor.stop(id);
      return {};
    },
    async "pool.prepare"({ language }) {
      const wanted = languageOf(language);
      await keeper.located();
      await keeper.room()?.prepare(wanted, limitsOf(wanted));
      return {};
    },
  };
}
