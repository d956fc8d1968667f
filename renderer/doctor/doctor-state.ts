import type { DoctorCheck } from "#shared/engine.ts";

export interface DoctorState {
  /** What was found last; `null` before the first examination. */
  checks: readonly DoctorCheck[] | null;
  running: boolean;
  /** Why the last examination came to nothing. */
  problem: string | null;
  /** When the last one ended, in milliseconds since the epoch. */
  examinedAtMs: number | null;
}

export type DoctorAction =
  | { type: "begun" }
  | { type: "examined"; checks: readonly DoctorCheck[]; atMs: number }
  | { type: "failed"; message: string };

export const NOT_EXAMINED: DoctorState = { checks: null, running: false, problem: null, examinedAtMs: null };

/** Every change of what the doctor knows. What was found stays in view until there is something newer. */
export function reduceDoctor(state: DoctorState, action: DoctorAction): DoctorState {
  switch (action.type) {
    case "begun":
      return { ...state, running: true, problem: null };
    case "examined":
      return { checks: action.checks, running: false, problem: null, examinedAtMs: action.atMs };
    case "failed":
      return { ...state, running: false, problem: action.message };
  }
}
