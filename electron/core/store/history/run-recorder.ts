import { setTimeout as delay } from "node:timers/promises";
import type { Failure } from "#shared/errors.ts";
import type { Flag, HistoryEntry } from "#shared/history-schema.ts";
import type { Limits } from "#shared/limits.ts";
import type { BackendPolicy, RunRequest, RunResult, Source } from "#shared/run.ts";
import type { OpenRunRecord } from "../../run/run-record.ts";
import type { NewRun, OutputPiece, RunEnd } from "./records.ts";
import { createRefusals } from "./refusals.ts";
import type { StoreClient } from "./store-client.ts";

/** A run waits this long for its record: a busy machine may need it to open the store. */
const PATIENCE_MS = 5_000;
/** And this long once the store has let one wait in vain, until it answers: a disk that hangs must not keep programs from running. */
const SHORT_PATIENCE_MS = 250;
/** The most typed input that is kept. */
const MAX_TYPED = 64 * 1024;
/** The most turns between the two streams that are kept; the output itself is kept whole. */
const MAX_PIECES = 5_000;
/** Refusals that have no record of their own are counted together, and written down this often. */
const COUNT_MS = 1_000;

/** What is in force when a run is asked for. */
export interface Circumstances {
  backendPolicy: BackendPolicy;
  limits: Limits;
  policyBy: string | null;
  abuse: RunEnd["abuse"];
}

export interface RunRecorderOptions {
  store: Pick<StoreClient, "call" | "open">;
  circumstances: () => Circumstances;
  onRecorded: (entry: HistoryEntry) => void;
  onFlagged: (flag: Flag) => void;
  /** The store has written something, or failed to; `lost` says that a run is now missing in history. */
  onStored: () => void;
  onFailed: (error: unknown, lost: boolean) => void;
}

export interface RunRecorder {
  open: OpenRunRecord;
  /** Resolves when all that was recorded has been stored, or could not be. */
  settled(): Promise<void>;
}

interface Counted {
  seq: Promise<number | null>;
  source: Source;
  code: string;
  times: number;
  /** Its record is not in history any more: the next one gets one of its own. */
  isGone: boolean;
}

/** Writes runs down as they go, through the store and without ever standing in their way. */
export function createRunRecorder(options: RunRecorderOptions): RunRecorder {
  const { store, circumstances, onRecorded, onFlagged, onStored, onFailed } = options;
  const underWay = new Set<Promise<unknown>>();
  const refusals = createRefusals();
  /** The last refusal of each kind that has a record, and how many like it have none. */
  const counted = new Map<string, Counted>();
  let counting: NodeJS.Timeout | undefined;
  let isSlow = false;

  const follow = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work)).catch(() => {});
    return work;
  };
  const patiently = async (work: Promise<unknown>): Promise<void> => {
    const enough = new AbortController();
    const patience = delay(isSlow ? SHORT_PATIENCE_MS : PATIENCE_MS, "late", { signal: enough.signal }).catch(() => {});
    const answered = work.then(() => {
      isSlow = false;
    });
    if ((await Promise.race([answered, patience])) === "late") isSlow = true;
    enough.abort();
  };
  const told = (entry: HistoryEntry | null) => entry && onRecorded(entry);

  const writeCounts = () => {
    counting = undefined;
    for (const count of counted.values()) {
      const { times, source, code } = count;
      if (times === 0) continue;
      count.times = 0;
      const work = count.seq.then(async (seq) => {
        if (seq === null) return;
        const entry = await store.call("repeat", seq, source, code, times, Date.now());
        onStored();
        told(entry);
        count.isGone = entry === null;
      });
      void follow(work.catch((error) => onFailed(error, true)));
    }
  };

  const open: OpenRunRecord = (request, source) => {
    // While the run's own preparations go on.
    store.open();
    const { backendPolicy, limits, policyBy, abuse } = circumstances();
    const run: NewRun = {
      ...{ id: request.id, at: Date.now(), language: request.language, source, backend: null },
      ...{ entry: request.entry ?? request.files[0]?.path ?? "", files: request.files },
      settings: {
        backendPolicy,
        askedBackend: request.backend ?? null,
        limits: { ...limits, ...definedOnly(request.limits) },
        policyBy,
      },
    };
    const stdin = toInput(request.stdin);
    const pieces: OutputPiece[] = [];
    let begun: Promise<number | null> | null = null;

    const end = async (result: RunResult | null, error: Failure | null): Promise<number | null> => {
      const seq = begun === null ? null : await begun;
      try {
        const stored = await store.call("end", seq, run, { at: Date.now(), result, error, stdin, pieces, abuse });
        onStored();
        told(stored.entry);
        if (stored.flag) onFlagged(stored.flag);
        return stored.seq;
      } catch (cause) {
        onFailed(cause, true);
        return null;
      }
    };

    return {
      async begin({ backend, limits: granted }) {
        run.backend = backend;
        run.settings.limits = granted;
        begun = follow(
          store.call("begin", run).then(
            ({ seq, entry }) => {
              onStored();
              told(entry);
              return seq;
            },
            (error: unknown) => {
              onFailed(error, false);
              return null;
            },
          ),
        );
        await patiently(begun);
      },
      typed(text) {
        const room = MAX_TYPED - stdin.text.length;
        stdin.text += text.slice(0, room);
        stdin.truncated ||= text.length > room;
      },
      printed(stream, text) {
        const number = stream === "stdout" ? 0 : 1;
        const last = pieces.at(-1);
        if (last?.[0] === number) last[1] += text.length;
        else if (pieces.length < MAX_PIECES) pieces.push([number, text.length]);
      },
      finish: (result) => patiently(follow(end(result, null))),
      refuse(failure) {
        const key = `${source} ${failure.code}`;
        const last = counted.get(key);
        if (begun !== null || refusals.isRecorded(key) || !last || last.isGone) {
          const seq = follow(end(null, failure));
          counted.set(key, { seq, source, code: failure.code, times: last?.times ?? 0, isGone: false });
          return;
        }
        last.times += 1;
        counting ??= setTimeout(writeCounts, COUNT_MS);
      },
    };
  };

  return {
    open,
    async settled() {
      clearTimeout(counting);
      writeCounts();
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

function toInput(whole: string | undefined): RunEnd["stdin"] {
  const text = (whole ?? "").slice(0, MAX_TYPED);
  return { text, truncated: text.length < (whole?.length ?? 0), whole: whole !== undefined };
}

const definedOnly = (limits: RunRequest["limits"]): Partial<Limits> =>
  Object.fromEntries(Object.entries(limits ?? {}).filter(([, value]) => value !== undefined));
