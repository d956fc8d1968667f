import type { Language } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import type { BackendPolicy } from "#shared/run.ts";
import type { HandlersFor } from "../dispatcher.ts";
import type { Images } from "../engine/images.ts";
import type { EngineKeeper } from "../engine-keeper.ts";
import { examine } from "../monitor/doctor.ts";
import type { IsolationReadback } from "../monitor/isolation-readback.ts";
import { chooseBackend } from "../run/backend-policy.ts";

export interface AppCommandsOptions {
  keeper: EngineKeeper;
  images: Images;
  languages: () => readonly Language[];
  isolation: IsolationReadback;
  limits: () => Limits;
  limitsOf: (language: Language) => Limits;
  backendPolicy: () => BackendPolicy;
  /** Why nothing may run without isolation; `null` where it may. */
  forbidsLocal: () => string | null;
  home: string;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

/** Sandpit itself: what it has found, what it can run, and what a doctor says of both. */
export function createAppCommands(options: AppCommandsOptions): HandlersFor<"app.status" | "doctor.run"> {
  const { keeper, images, languages, isolation, limits, limitsOf, backendPolicy, forbidsLocal } = options;
  const { home, env, platform } = options;
  return {
    async "app.status"() {
      const { status } = await keeper.located();
      const policy = backendPolicy();
      let backend: "docker" | "local" | null = null;
      try {
        backend = chooseBackend({
          ...{ policy, asked: "auto", engine: status, forbidsLocal: forbidsLocal(), mayRunLocally: true },
        });
      } catch {
        // the policy leaves none
      }
      return {
        engine: status,
        backendPolicy: policy,
        backend,
        limits: limits(),
        languageLimits: Object.fromEntries(
          languages()
            .filter(({ needs }) => Object.keys(needs).length > 0)
            .map((language) => [language.id, limitsOf(language)]),
        ),
        warm: keeper.room()?.warm() ?? {},
        isolationFaults: isolation.faults(),
      };
    },
    async "doctor.run"() {
      const { engine, status } = await keeper.check();
      const found = await images.list(engine);
      return {
        checks: await examine({
          languages: languages(),
          engine,
          status,
          images: found,
          isolation,
          home,
          env,
          platform,
        }),
      };
    },
  };
}
