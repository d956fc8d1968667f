import type { CommandOutput } from "#shared/contract.ts";
import type { DoctorCheck, EngineStatus } from "#shared/engine.ts";
import type { Backend, BackendPolicy } from "#shared/run.ts";

type AppStatus = CommandOutput<"app.status">;

export interface StatusState {
  /** `null` until the core has looked for an engine. */
  status: AppStatus | null;
  checking: boolean;
  /**
   * Whether the user has agreed to programs without isolation. It ends as soon as isolation is back: a session that
   * was isolated never turns insecure without being asked again.
   */
  localAllowed: boolean;
  /** Whether an engine was there at any time since the window opened. */
  wasIsolated: boolean;
  /** How long the engine takes to answer; `null` where that was not measured. */
  latencyMs: number | null;
}

export type StatusAction =
  | { type: "reported"; status: AppStatus }
  | { type: "engineChanged"; engine: EngineStatus }
  | { type: "isolationChecked"; faults: readonly DoctorCheck[] }
  | { type: "poolChanged"; warm: Record<string, number> }
  | { type: "checking"; checking: boolean }
  | { type: "latencyMeasured"; latencyMs: number | null }
  | { type: "localAllowed" };

export const UNKNOWN_STATUS: StatusState = {
  status: null,
  checking: true,
  localAllowed: false,
  wasIsolated: false,
  latencyMs: null,
};

/** Every change of what the window knows about the engine. */
export function reduceStatus(state: StatusState, action: StatusAction): StatusState {
  switch (action.type) {
    case "reported":
      return withBackend({ ...state, status: action.status, checking: false });
    case "engineChanged": {
      if (!state.status) return state;
      const backend = toBackend(state.status.backendPolicy, action.engine);
      const isThere = action.engine.state === "available";
      const warm = isThere ? state.status.warm : {};
      const isolationFaults = isThere ? state.status.isolationFaults : null;
      return withBackend({
        ...state,
        checking: false,
        latencyMs: null,
        status: { ...state.status, engine: action.engine, backend, warm, isolationFaults },
      });
    }
    case "poolChanged":
      return state.status ? { ...state, status: { ...state.status, warm: action.warm } } : state;
    case "isolationChecked":
      return state.status ? { ...state, status: { ...state.status, isolationFaults: [...action.faults] } } : state;
    case "checking":
      return { ...state, checking: action.checking };
    case "latencyMeasured":
      return { ...state, latencyMs: action.latencyMs };
    case "localAllowed":
      return state.status?.backend === "local" ? { ...state, localAllowed: true } : state;
  }
}

/** Which backend a policy comes down to with this engine; the same rule as the core's, for the moment until it answers. */
export function toBackend(policy: BackendPolicy, engine: EngineStatus): Backend | null {
  if (policy === "local") return "local";
  if (engine.state === "available") return "docker";
  return policy === "auto" ? "local" : null;
}

function withBackend(state: StatusState): StatusState {
  const backend = state.status?.backend;
  if (backend === "local") return state;
  return { ...state, localAllowed: false, wasIsolated: state.wasIsolated || backend === "docker" };
}
