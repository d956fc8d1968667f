import type { ContainerSummary } from "#shared/monitor.ts";
import { MONITOR_HISTORY_MS } from "#shared/monitor-limits.ts";
import type { SortKey } from "./container-order.ts";

/** What the window knows of containers. What they use is elsewhere, in the sample book: it changes every second. */
export interface MonitorState {
  /** By id; `null` until they were listed. */
  containers: Readonly<Record<string, ContainerSummary>> | null;
  /** Why they could not be listed. */
  problem: string | null;
  /** Whether those that are not Sandpit's are shown too. */
  showsOthers: boolean;
  filter: string;
  sort: { key: SortKey; descending: boolean };
  /** The row that the keyboard is on. */
  activeId: string | null;
  /** The container whose details are open. */
  openId: string | null;
  /** Containers that something is being done to. */
  busyIds: readonly string[];
}

export type MonitorAction =
  | { type: "listed"; containers: readonly ContainerSummary[] }
  | { type: "changed"; container: ContainerSummary }
  | { type: "failed"; message: string }
  | { type: "othersSwitched"; showsOthers: boolean }
  | { type: "filtered"; filter: string }
  | { type: "sorted"; key: SortKey }
  | { type: "activated"; id: string | null }
  | { type: "opened"; id: string }
  | { type: "closed" }
  | { type: "busy"; id: string; busy: boolean }
  | { type: "aged"; nowMs: number };

export const NO_CONTAINERS: MonitorState = {
  containers: null,
  problem: null,
  showsOthers: false,
  filter: "",
  sort: { key: "state", descending: false },
  activeId: null,
  openId: null,
  busyIds: [],
};

/** Every change of what the monitor shows. */
export function reduceMonitor(state: MonitorState, action: MonitorAction): MonitorState {
  switch (action.type) {
    case "listed":
      return {
        ...state,
        problem: null,
        containers: Object.fromEntries(
          action.containers.filter((one) => isWanted(state, one)).map((one) => [one.id, one]),
        ),
      };
    case "changed":
      if (!isWanted(state, action.container)) return state;
      return { ...state, containers: { ...state.containers, [action.container.id]: action.container } };
    case "failed":
      return { ...state, problem: action.message };
    case "othersSwitched":
      return withoutLost({ ...state, showsOthers: action.showsOthers }, (one) => action.showsOthers || one.ours);
    case "filtered":
      return { ...state, filter: action.filter };
    case "sorted": {
      const { key, descending } = state.sort;
      // What is measured is looked at from the most to the least.
      const first = key === action.key ? !descending : isMeasure(action.key);
      return { ...state, sort: { key: action.key, descending: first } };
    }
    case "activated":
      // Where details are open, they are those of the row that the keyboard is on.
      return { ...state, activeId: action.id, openId: state.openId === null ? null : action.id };
    case "opened":
      return { ...state, activeId: action.id, openId: action.id };
    case "closed":
      return { ...state, openId: null };
    case "busy": {
      const others = state.busyIds.filter((id) => id !== action.id);
      return { ...state, busyIds: action.busy ? [...others, action.id] : others };
    }
    case "aged":
      return withoutLost(state, ({ state: now, endedAt }) => {
        // One that has ended and is still there is the engine's to forget.
        return now !== "removed" || !endedAt || action.nowMs - Date.parse(endedAt) <= MONITOR_HISTORY_MS;
      });
  }
}

/** Whether it has ended: what is kept of it is its past. */
export const hasEnded = ({ state, endedAt }: ContainerSummary): boolean =>
  endedAt !== null || state === "removed" || state === "exited" || state === "dead";

/** Whether a column is measured every second rather than known from the start. */
export const isMeasure = (key: SortKey): boolean => ["cpu", "memory", "processes", "block", "network"].includes(key);

const isWanted = ({ showsOthers }: MonitorState, { ours }: ContainerSummary): boolean => showsOthers || ours;

/** Drops containers, and what points to them. The same object where none is dropped. */
function withoutLost(state: MonitorState, isKept: (one: ContainerSummary) => boolean): MonitorState {
  if (!state.containers) return state;
  const all = Object.entries(state.containers);
  const kept = all.filter(([id, one]) => isKept(one) || id === state.openId);
  return kept.length === all.length ? state : { ...state, containers: Object.fromEntries(kept) };
}
