import type { HistoryEntry, HistoryFilter, HistoryRecord, HistoryStatus } from "#shared/history-schema.ts";
import type { Period } from "./history-period.ts";

export interface HistoryState {
  filter: HistoryFilter;
  /** What the filter's times were chosen as. */
  period: Period;
  /** Newest first, without a gap; `null` before the first page has come. */
  entries: readonly HistoryEntry[] | null;
  /** What the next page begins before; `null` where everything is here. */
  next: number | null;
  /** How many runs the filter lets through; `null` where that is not known yet. */
  total: number | null;
  loading: boolean;
  problem: string | null;
  status: HistoryStatus | null;
  /** The row that the keys are at. */
  activeSeq: number | null;
  /** The numbers of the runs that are chosen, to be exported, deleted or compared. */
  selected: ReadonlySet<number>;
  /** The run whose details are shown, and they, once they have come. */
  open: { seq: number; record: HistoryRecord | null; problem: string | null } | null;
  /** The two runs that are compared, the older one first. */
  compared: readonly [HistoryRecord, HistoryRecord] | null;
  /** Grows whenever the list has to be read again. */
  version: number;
}

/** Which runs are gone: these, and those that had ended up to a number or were asked for before a time. */
interface Removed {
  seqs: readonly number[] | null;
  upTo?: number | undefined;
  before?: string | undefined;
}

export type HistoryAction =
  | { type: "filtered"; filter: HistoryFilter; period?: Period }
  | { type: "loading" }
  | { type: "loaded"; entries: readonly HistoryEntry[]; next: number | null; first: boolean }
  | { type: "counted"; total: number }
  | { type: "reported"; status: HistoryStatus }
  | { type: "failed"; message: string }
  | { type: "recorded"; entry: HistoryEntry }
  | ({ type: "removed" } & Removed)
  | { type: "noticed"; state: HistoryStatus["state"]; message: string }
  | { type: "activated"; seq: number }
  | { type: "selected"; seqs: readonly number[]; on: boolean }
  | { type: "unselected" }
  | { type: "opened"; seq: number }
  | { type: "fetched"; record: HistoryRecord }
  | { type: "unreadable"; seq: number; message: string }
  | { type: "closed" }
  | { type: "compared"; pair: readonly [HistoryRecord, HistoryRecord] | null };

export const NO_HISTORY: HistoryState = {
  filter: {},
  period: "",
  entries: null,
  next: null,
  total: null,
  loading: false,
  problem: null,
  status: null,
  activeSeq: null,
  selected: new Set(),
  open: null,
  compared: null,
  version: 0,
};

/** Every change of what the window knows of the runs that were. */
export function reduceHistory(state: HistoryState, action: HistoryAction): HistoryState {
  switch (action.type) {
    case "filtered":
      return {
        ...state,
        filter: action.filter,
        period: action.period ?? state.period,
        total: null,
        selected: new Set(),
        version: state.version + 1,
      };
    case "loading":
      return { ...state, loading: true, problem: null };
    case "loaded": {
      const known = action.first ? [] : (state.entries ?? []);
      const last = known.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
      const entries = [...known, ...action.entries.filter(({ seq }) => seq < last)];
      return { ...state, entries, next: action.next, loading: false, problem: null };
    }
    case "counted":
      return { ...state, total: action.total };
    case "reported":
      return { ...state, status: action.status };
    case "failed":
      return { ...state, loading: false, problem: action.message };
    case "recorded":
      return record(state, action.entry);
    case "removed":
      return remove(state, action);
    case "noticed":
      return state.status
        ? { ...state, status: { ...state.status, state: action.state, message: action.message } }
        : state;
    case "activated":
      return { ...state, activeSeq: action.seq };
    case "selected": {
      const selected = new Set(state.selected);
      for (const seq of action.seqs) {
        if (action.on) selected.add(seq);
        else selected.delete(seq);
      }
      return { ...state, selected };
    }
    case "unselected":
      return { ...state, selected: new Set() };
    case "opened":
      if (state.open?.seq === action.seq) return state;
      return { ...state, activeSeq: action.seq, open: { seq: action.seq, record: null, problem: null } };
    case "fetched":
      if (state.open?.seq !== action.record.seq) return state;
      return { ...state, open: { seq: action.record.seq, record: action.record, problem: null } };
    case "unreadable":
      if (state.open?.seq !== action.seq) return state;
      return { ...state, open: { seq: action.seq, record: null, problem: action.message } };
    case "closed":
      return { ...state, open: null };
    case "compared":
      return { ...state, compared: action.pair };
  }
}

/** Puts a run where it belongs, over what was known of it, or takes it out where the filter lets it through no more. */
function record(state: HistoryState, entry: HistoryEntry): HistoryState {
  if (state.entries === null) return state;
  const others = state.entries.filter(({ seq }) => seq !== entry.seq);
  const wasThere = others.length < state.entries.length;
  // Below the last row that was read, its page will bring it.
  const isBelow = !wasThere && state.next !== null && entry.seq < (state.entries.at(-1)?.seq ?? 0);
  if (isBelow) return state;
  // Text is looked for in all of the code, which is not here: what the store let through stays.
  const isIn = matches(entry, wasThere ? { ...state.filter, text: undefined } : state.filter);
  if (!isIn && !wasThere) return state;
  const at = others.findIndex(({ seq }) => seq < entry.seq);
  const entries = isIn ? others.toSpliced(at < 0 ? others.length : at, 0, entry) : others;
  const total = state.total === null ? null : state.total + entries.length - state.entries.length;
  return { ...state, entries, total };
}

function remove(state: HistoryState, { seqs, upTo = 0, before = "" }: Removed): HistoryState {
  const gone = new Set(seqs ?? state.selected);
  for (const { seq, at, ending } of state.entries ?? [])
    if ((seq <= upTo || at < before) && ending !== "running") gone.add(seq);
  const selected = new Set([...state.selected].filter((seq) => !gone.has(seq)));
  const open = state.open && (seqs === null || gone.has(state.open.seq)) ? null : state.open;
  if (seqs === null || state.entries === null)
    return { ...state, selected, open, total: null, version: state.version + 1 };
  const entries = state.entries.filter(({ seq }) => !gone.has(seq));
  const activeSeq = toActive(state, entries);
  const total = state.total === null ? null : Math.max(0, state.total - (state.entries.length - entries.length));
  return { ...state, entries, total, selected, open, activeSeq };
}

/** Where the arrow keys go on from: the row that was active, or, where that is gone, the one that has taken its place. */
function toActive({ activeSeq }: HistoryState, entries: readonly HistoryEntry[]): number | null {
  if (activeSeq === null) return null;
  return (entries.find(({ seq }) => seq <= activeSeq) ?? entries.at(-1))?.seq ?? null;
}

/** Whether a filter lets a run through. Text is looked for in its first line alone: the rest of the code is not here. */
export function matches(entry: HistoryEntry, filter: HistoryFilter): boolean {
  const isAmong = <T>(wanted: readonly T[] | undefined, value: T) =>
    wanted === undefined || wanted.length === 0 || wanted.includes(value);
  if (!isAmong(filter.languages, entry.language) || !isAmong(filter.endings, entry.ending)) return false;
  if (!isAmong(filter.sources, entry.source)) return false;
  if (filter.backends?.length && (entry.backend === null || !filter.backends.includes(entry.backend))) return false;
  if (filter.from !== undefined && entry.at < filter.from) return false;
  if (filter.to !== undefined && entry.at >= filter.to) return false;
  return !filter.text || entry.preview.toLowerCase().includes(filter.text.toLowerCase());
}

/** Whether anything is left out. */
export const isFiltered = (filter: HistoryFilter): boolean =>
  Object.values(filter).some((value) => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
