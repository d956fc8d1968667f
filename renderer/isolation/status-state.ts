import type { CommandOutput } from "#shared/contract.ts";
import type { DoctorCheck, EngineStatus } from "#shared/engine.ts";
import type { Backend, BackendPolicy } from "#shared/run.ts";

type AppStatus = CommandOutput<"app.status">;

export interface StatusState {
  /** `null` until the core has looked for an engine. */
  status: AppStatus | null;
  checking: boolean;
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
  | { type: "latencyMeasured"; latencyMs: number | null };

export const UNKNOWN_STATUS: StatusState = {
  status: null,
  checking: true,
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
  }
}

/** Which backend a policy comes down to with this engine; the same rule as the core's, for the moment until it answers. */
export function toBackend(policy: BackendPolicy, engine: EngineStatus): Backend | null {
  if (policy === "local") return "local";
  if (engine.state === "available") return "docker";
  return policy === "auto" ? "local" : null;
}

function withBackend(state: StatusState): StatusState {
  return { ...state, wasIsolated: state.wasIsolated || state.status?.backend === "docker" };
}
