import type { EventPayload } from "#shared/contract.ts";
import type { Failure } from "#shared/errors.ts";
import type { Backend, RunResult } from "#shared/run.ts";
import type { ProgramError } from "../program-error/python-traceback.ts";

/** An error and the draft it is in. */
export interface LocatedError extends ProgramError {
  draftId: string;
}

interface RunIdentity {
  id: string;
  backend: Backend;
  language: string;
  /** The drafts that were sent, by the name they have inside the program. */
  files: Readonly<Record<string, string>>;
  /** The name of the file that was started. */
  entry: string;
  startedAtMs: number;
}

export interface AliveRun extends RunIdentity {
  phase: "starting" | "running" | "stopping";
  /** What the core says about the sandbox, once it has one. */
  started: EventPayload<"run.started"> | null;
  waiting: boolean;
  inputEnded: boolean;
}

export type RunState =
  | { phase: "idle" }
  | AliveRun
  | (RunIdentity & { phase: "finished"; result: RunResult; error: LocatedError | null })
  /** It could not be run; or, where it had started, nobody knows how it ended. */
  | (RunIdentity & { phase: "refused"; failure: Failure; refusedAt: number; hadStarted: boolean });

export type RunAction =
  | ({ type: "begun" } & RunIdentity)
  | { type: "started"; event: EventPayload<"run.started"> }
  | { type: "waiting"; id: string; waiting: boolean }
  | { type: "inputEnded"; id: string }
  | { type: "stopping"; id: string }
  | { type: "finished"; result: RunResult; error: LocatedError | null }
  /** `refusedAt` in milliseconds since 1970: from when on it says how long to wait. */
  | { type: "refused"; id: string; failure: Failure; refusedAt: number }
  | { type: "cleared" };

/** Whether the program is, or is about to be, running. */
export function isAlive(state: RunState): state is AliveRun {
  return state.phase === "starting" || state.phase === "running" || state.phase === "stopping";
}

/** Every change of the run in the panel. News about any other run changes nothing. */
export function reduceRun(state: RunState, action: RunAction): RunState {
  if (action.type === "begun") {
    const { type: _, ...identity } = action;
    return { ...identity, phase: "starting", started: null, waiting: false, inputEnded: false };
  }
  if (action.type === "cleared") return isAlive(state) ? state : { phase: "idle" };
  if (!isAlive(state) || idOf(action) !== state.id) return state;
  switch (action.type) {
    case "started":
      return { ...state, started: action.event, phase: state.phase === "stopping" ? "stopping" : "running" };
    case "waiting":
      return { ...state, waiting: action.waiting && !state.inputEnded };
    case "inputEnded":
      return { ...state, inputEnded: true, waiting: false };
    case "stopping":
      return { ...state, phase: "stopping", waiting: false };
    case "finished":
      return { ...toIdentity(state), phase: "finished", result: action.result, error: action.error };
    case "refused":
      // A run that was stopped before it began is answered with a failure, but to the user it was simply stopped.
      if (action.failure.code === "cancelled" && state.phase === "stopping") return { phase: "idle" };
      return {
        ...toIdentity(state),
        ...{ phase: "refused", failure: action.failure, refusedAt: action.refusedAt },
        hadStarted: state.started !== null,
      };
  }
}

function idOf(action: Exclude<RunAction, { type: "begun" } | { type: "cleared" }>): string {
  if (action.type === "started") return action.event.id;
  return action.type === "finished" ? action.result.id : action.id;
}

function toIdentity({ id, backend, language, files, entry, startedAtMs }: RunIdentity): RunIdentity {
  return { id, backend, language, files, entry, startedAtMs };
}
