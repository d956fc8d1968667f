import type { EngineStatus } from "#shared/engine.ts";

export interface IsolationConsent {
  /** Whether programs may run without isolation for now. */
  isGiven(): boolean;
  /** Asks the user, unless they have agreed already. */
  request(): Promise<boolean>;
  /** To be told of every change of the engine. */
  engineChanged(state: EngineStatus["state"]): void;
}

/**
 * The user's agreement to run programs without isolation. It is kept in the main process, holds for this session only,
 * and ends whenever the engine comes or goes: what was said without an engine says nothing about the next time.
 */
export function createIsolationConsent(ask: () => Promise<boolean>): IsolationConsent {
  let given = false;
  let lastState: EngineStatus["state"] | null = null;
  let asking: Promise<boolean> | null = null;

  const askOnce = async (): Promise<boolean> => {
    const stateAsked = lastState;
    const agreed = await ask();
    // The engine came or went while the question was open: it was about something else.
    given = agreed && stateAsked === lastState;
    return given;
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
      if (state !== lastState && !(isFirst && state === "unavailable")) given = false;
      lastState = state;
    },
  };
}
