import type { EngineStatus } from "#shared/engine.ts";
import type { SettingKey } from "#shared/settings.ts";

export interface IsolationConsent {
  /** Whether programs may run without isolation for now. */
  isGiven(): boolean;
  /** Asks the user, unless they have agreed already. */
  request(): Promise<boolean>;
  /** To be told of every change of the engine. */
  engineChanged(state: EngineStatus["state"]): void;
  /** To be told of every change of the settings. */
  settingsChanged(entries: readonly { key: SettingKey }[]): void;
}

/**
 * The user's agreement to run programs without isolation. It is kept in the main process, holds for this session only,
 * and ends whenever the engine comes or goes, or the setting of where programs run changes: what was said then says
 * nothing about the next time.
 */
export function createIsolationConsent(ask: () => Promise<boolean>): IsolationConsent {
  let given = false;
  let lastState: EngineStatus["state"] | null = null;
  let asking: Promise<boolean> | null = null;
  /** Grows with everything that ends an agreement. */
  let situation = 0;

  const askOnce = async (): Promise<boolean> => {
    const asked = situation;
    const agreed = await ask();
    // What changed while the question was open made it one about something else.
    given = agreed && asked === situation;
    return given;
  };
  const end = (): void => {
    given = false;
    situation += 1;
  };

  return {
    isGiven: () => given,
    async request() {
      if (given) return true;
      asking ??= askOnce().finally(() => {
        asking = null;
      });
      return asking;
    },
    engineChanged(state) {
      const isFirst = lastState === null;
      if (state !== lastState && !(isFirst && state === "unavailable")) end();
      lastState = state;
    },
    settingsChanged(entries) {
      if (entries.some(({ key }) => key === "backendPolicy")) end();
    },
  };
}
