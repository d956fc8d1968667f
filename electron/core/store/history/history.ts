import { SandpitError } from "#shared/errors.ts";
import type { Flag, HistoryEntry, HistoryStatus } from "#shared/history-schema.ts";
import type { Instance } from "../instance.ts";
import type { StoreAnswer, StoreArguments, StoreMethod } from "./messages.ts";
import type { Pruned, RetentionRules } from "./retention.ts";
import { type Circumstances, createRunRecorder, type RunRecorder } from "./run-recorder.ts";
import { createStoreClient, NO_SQLITE } from "./store-client.ts";
import { toTrouble } from "./trouble.ts";

/** A computer that slept through the night prunes within the hour. */
const LOOK_FOR_OLD_MS = 60 * 60_000;
/** The first look comes when the first programs have been started. */
const FIRST_LOOK_MS = 5_000;
/** How soon a run of another process is seen. */
const LOOK_ELSEWHERE_MS = 2_000;
const MAX_NOTICES = 20;

export interface HistoryOptions {
  folder: string;
  instance: Instance;
  /** The store's own program, and a Node.js with SQLite for hosts without; see `channel.ts`. */
  script: string;
  node: string | undefined;
  circumstances: () => Circumstances;
  retention: () => RetentionRules;
  onRecorded: (entry: HistoryEntry) => void;
  onFlagged: (flag: Flag) => void;
  /** Runs were too old, or too many. */
  onPruned: (pruned: Pruned) => void;
  /** Other processes have removed runs, or recorded too many to name. */
  onElsewhere: () => void;
  onNoticed: (notice: { state: HistoryStatus["state"]; message: string }) => void;
}

/** What is asked for in order to change something. */
const WRITING: ReadonlySet<StoreMethod> = new Set(["remove", "clear", "prune"]);
/** Where nothing was there to remove, nothing was written. */
const hasWritten = (method: StoreMethod, answer: unknown): boolean =>
  WRITING.has(method) && answer !== null && !(Array.isArray(answer) && answer.length === 0);

/** The history of runs and the audit trail, as the core uses them. */
export interface History {
  record: RunRecorder["open"];
  /** Asks the store. @throws SandpitError where it cannot answer, with what to do. */
  ask<M extends StoreMethod>(method: M, ...args: StoreArguments<M>): Promise<StoreAnswer<M>>;
  /** Notes something in the audit trail. Where that fails, it is a notice. */
  note(kind: string, source: string, detail: Record<string, unknown>): void;
  /** Marks runs of processes that have gone since. */
  interruptOrphans(): Promise<void>;
  status(): Promise<HistoryStatus>;
  /** The retention rules are others now: applies them at once. */
  prune(): void;
  /** Prunes soon, and from then on once a day, and tells of what other processes record. For hosts that stay. */
  keepTidy(): void;
  close(): Promise<void>;
}

/** Nothing is opened before it is needed. A store that fails never fails a run. */
export function createHistory(options: HistoryOptions): History {
  const { folder, instance, script, node, circumstances, retention } = options;
  const { onRecorded, onPruned, onElsewhere, onNoticed } = options;
  const notices: string[] = [];
  let state: HistoryStatus["state"] = "on";
  let message: string | null = null;
  let lost = 0;
  let isAboutWriting = false;
  let wasUsed = false;
  const timers: NodeJS.Timeout[] = [];
  const notes = new Set<Promise<unknown>>();

  const notice = (text: string) => {
    notices.push(text);
    notices.splice(0, notices.length - MAX_NOTICES);
    onNoticed({ state, message: text });
  };
  /** A disk that is full can still be read: what was about writing is over once something was written. */
  const works = (hasWritten: boolean) => {
    wasUsed = true;
    if (state === "on" || (isAboutWriting && !hasWritten)) return;
    const missing = lost === 0 ? "" : ` ${lost} ${lost === 1 ? "run is" : "runs are"} missing in history.`;
    state = "on";
    message = null;
    lost = 0;
    isAboutWriting = false;
    notice(`${hasWritten ? "Runs are recorded again." : "The history can be read again."}${missing}`);
  };
  const fails = (error: unknown, doing: "reading" | "writing", isLost = false) => {
    if (isLost) lost += 1;
    isAboutWriting ||= doing === "writing";
    const trouble = toTrouble(error, folder);
    if (trouble.state === state && trouble.message === message) return;
    state = trouble.state;
    message = trouble.message;
    notice(trouble.message);
  };
  const failsToWrite = (error: unknown) => fails(error, "writing");

  const store = createStoreClient({
    ...{ script, node, onNotice: notice },
    start: { folder, process: instance.id, installation: instance.installation, instances: instance.folder },
  });
  const recorder = createRunRecorder({
    ...{ store, circumstances, onStored: () => works(true) },
    onFailed: (error, isLost) => fails(error, "writing", isLost),
    ...{ onRecorded, onFlagged: options.onFlagged },
  });

  const ask: History["ask"] = async (method, ...args) => {
    try {
      const answer = await store.call(method, ...args);
      works(hasWritten(method, answer));
      return answer;
    } catch (error) {
      fails(error, WRITING.has(method) ? "writing" : "reading");
      throw new SandpitError("internal", message ?? NO_SQLITE, { cause: error });
    }
  };
  const prune = async (isDueOnly: boolean) => {
    const pruned = await store.call("prune", retention(), isDueOnly);
    if (pruned) works(true);
    if (!pruned || pruned.removed + pruned.auditRemoved === 0) return;
    notice(pruned.message);
    if (pruned.removed > 0) onPruned(pruned);
  };
  /** What fails here is said where somebody asks for it. */
  const lookElsewhere = async () => {
    const { entries, flags, isMore, areRunning } = await store.call("elsewhere");
    for (const entry of entries) onRecorded(entry);
    for (const flag of flags) options.onFlagged(flag);
    if (isMore) onElsewhere();
    if (areRunning) await interruptOrphans();
  };
  const interruptOrphans = async () => {
    for (const entry of await store.call("interrupt")) onRecorded(entry);
  };
  const pruneQuietly = () => prune(true).catch(failsToWrite);
  const pruneAtOnce = () => prune(false).catch(failsToWrite);

  return {
    record: recorder.open,
    ask,
    note(kind, source, detail) {
      const noting = store.call("note", kind, source, detail, Date.now()).then(() => works(true), failsToWrite);
      notes.add(noting);
      void noting.finally(() => notes.delete(noting));
    },
    interruptOrphans,
    async status() {
      const numbers = await store.call("numbers").then(
        (found) => {
          works(false);
          return found;
        },
        (error) => {
          fails(error, "reading");
          return { runs: 0, recordBytes: 0, fileBytes: 0, oldestAt: null };
        },
      );
      return { state, message, notices: [...notices], ...numbers };
    },
    prune() {
      const pruning = pruneAtOnce();
      notes.add(pruning);
      void pruning.finally(() => notes.delete(pruning));
    },
    keepTidy() {
      // At once and not when it is due: the rules may have changed while nothing ran.
      timers.push(setTimeout(pruneAtOnce, FIRST_LOOK_MS), setInterval(pruneQuietly, LOOK_FOR_OLD_MS));
      timers.push(setInterval(() => void lookElsewhere().catch(() => {}), LOOK_ELSEWHERE_MS));
      for (const timer of timers) timer.unref();
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await recorder.settled();
      await Promise.allSettled(notes);
      // A command line that runs one program and ends has its turn at pruning too; mostly there is nothing to do.
      if (wasUsed && state === "on") await pruneQuietly();
      await store.close();
    },
  };
}
