import type { DatabaseSync } from "node:sqlite";
import type { ExportFormat } from "#shared/history.ts";
import type {
  AuditReport,
  Flag,
  HistoryEntry,
  HistoryFilter,
  HistoryRecord,
  HistorySelection,
} from "#shared/history-schema.ts";
import type { Metrics } from "#shared/metrics-schema.ts";
import { toDigest } from "./audit-chain.ts";
import { type AuditTrail, createAuditTrail } from "./audit-trail.ts";
import {
  databaseFile,
  databasePath,
  fileBytesOf,
  inTransaction,
  isDamage,
  openDatabase,
  quickCheck,
  setAside,
} from "./database.ts";
import { type Elsewhere, type ElsewhereWatch, watchElsewhere } from "./elsewhere.ts";
import { createFlags, type Flags } from "./flags.ts";
import { toMetrics } from "./metrics-queries.ts";
import { type NewRun, type RunEnd, toLimitHit } from "./records.ts";
import { type Pruned, prune, type RetentionRules } from "./retention.ts";
import { createRunQueries, type RunQueries } from "./run-queries.ts";
import { createRunWrites, type RunWrites } from "./run-writes.ts";

export interface ServiceOptions {
  /** Where the database is. */
  folder: string;
  /** This process and its installation, as `store/instance.ts` names them. */
  process: string;
  installation: string;
  /** All processes of this installation that are alive. */
  living: readonly string[];
  /** For the user. */
  onNotice: (message: string) => void;
}

export interface StoreNumbers {
  runs: number;
  recordBytes: number;
  fileBytes: number;
  oldestAt: string | null;
}

const DAY_MS = 24 * 60 * 60_000;
/** A file up to this size is read through before it is used; a larger one soon after, so that no run waits for it. */
const CHECK_AT_ONCE_BYTES = 32 * 1024 * 1024;
const CHECK_LATER_MS = 3_000;
/** The trail's end is written down this long after it has grown, not once a record. */
const ANCHOR_AFTER_MS = 500;
const MAX_FLAG_DAYS = 366;

/** For what is tried again by and by, and harms nothing where it fails. */
function unlessItFails(work: () => unknown): void {
  try {
    work();
  } catch {
    // a disk that is full or read-only; what is asked for next says so
  }
}

interface Parts {
  db: DatabaseSync;
  writes: RunWrites;
  queries: RunQueries;
  trail: AuditTrail;
  flags: Flags;
  elsewhere: ElsewhereWatch;
}

/**
 * The history and the audit trail in their database: what the store's own thread or process answers. Everything here is
 * synchronous, and therefore happens in the order in which it was asked for.
 */
export function createHistoryService({ folder, process, installation, living, onNotice }: ServiceOptions) {
  const path = databasePath(folder);
  /** Which file is open: another process may have set it aside since and begun a new one, which is sound. */
  let file: string | null = null;
  let anchoring: NodeJS.Timeout | undefined;

  const open = (): Parts => {
    const db = openDatabase(folder);
    file = databaseFile(folder);
    try {
      if (fileBytesOf(path) <= CHECK_AT_ONCE_BYTES) quickCheck(db);
      const flags = createFlags(db);
      return {
        ...{ db, trail: createAuditTrail(db, folder), flags, queries: createRunQueries(db) },
        writes: createRunWrites(db, { process, installation }),
        elsewhere: watchElsewhere(db, flags, process),
      };
    } catch (error) {
      db.close();
      throw error;
    }
  };

  /** Opens a new database in the place of one that was found damaged, unless another process has done so already. */
  const openInstead = (damaged: string | null): Parts => {
    if (databaseFile(folder) !== damaged) return open();
    const { file: aside, head } = setAside(folder, new Date());
    const fresh = open();
    const detail = { file: aside, lastSeq: head?.seq ?? null, lastHash: head?.hash ?? null };
    inTransaction(fresh.db, () => fresh.trail.append("history.set_aside", "sandpit", detail, Date.now()));
    onNotice(
      `The history of runs was damaged, so Sandpit began a new one. What was damaged is kept as ${aside} in ${folder}.`,
    );
    return fresh;
  };

  const openOrInstead = (): Parts => {
    const found = databaseFile(folder);
    try {
      return open();
    } catch (error) {
      if (!isDamage(error)) throw error;
      return openInstead(found);
    }
  };

  let parts = openOrInstead();
  const checkLater =
    fileBytesOf(path) > CHECK_AT_ONCE_BYTES
      ? setTimeout(() => unlessItFails(() => guarded(() => quickCheck(parts.db))), CHECK_LATER_MS).unref()
      : undefined;
  anchor();
  // A disk that is full can be read still.
  unlessItFails(() => interrupt(living));

  /** Does `work`; where the database turns out to be damaged, sets it aside and does it again in a new one. */
  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!isDamage(error)) throw error;
      parts.db.close();
      parts = openInstead(file);
      anchor();
      return work();
    }
  }

  /** Writes down where the trail ends. What cannot be written now is written with the next record. */
  function anchor(): void {
    // A database that another process has set aside has its note aside, too.
    if (databaseFile(folder) === file) unlessItFails(() => parts.trail.anchor());
  }

  function change<T>(work: (parts: Parts) => T): T {
    const value = guarded(() => inTransaction(parts.db, () => work(parts)));
    anchoring ??= setTimeout(() => {
      anchoring = undefined;
      anchor();
    }, ANCHOR_AFTER_MS).unref();
    return value;
  }

  /** Marks runs that nobody will end any more, and answers them. */
  function interrupt(alive: readonly string[]): HistoryEntry[] {
    const seqs = change(({ writes, trail, elsewhere }) => {
      const orphans = writes.interrupt(alive);
      for (const seq of orphans) trail.append("run.interrupted", "sandpit", { seq }, Date.now());
      if (orphans.length > 0) elsewhere.changedHere();
      return orphans;
    });
    return seqs.flatMap((seq) => parts.queries.entry(seq) ?? []);
  }

  const begin = ({ writes, trail }: Parts, run: NewRun): number => {
    const seq = writes.begin(run);
    const { id, language, backend, source, at } = run;
    const code = toDigest(JSON.stringify(run.files));
    const isolated = backend === null ? undefined : backend === "docker";
    trail.append("run.accepted", source, { seq, id, language, backend, isolated, code }, at);
    return seq;
  };

  const end = ({ writes, trail, flags }: Parts, seq: number, run: NewRun, ending: RunEnd): Flag | null => {
    writes.end(seq, ending);
    const { id, source } = run;
    const { at, result, error } = ending;
    if (!result) {
      trail.append("run.refused", source, { seq, id, code: error?.code, message: error?.message }, at);
      return null;
    }
    trail.append(
      "run.finished",
      source,
      { seq, id, outcome: result.outcome, result: toDigest(JSON.stringify(result)) },
      at,
    );
    const limit = toLimitHit(result);
    const met = limit && flags.met(source, limit, at, ending.abuse);
    if (met?.isNew) trail.append("abuse.flagged", source, { kind: met.flag.kind, seqs: met.flag.seqs }, at);
    return met?.flag ?? null;
  };

  const entryOf = (seq: number) => parts.queries.entry(seq);

  return {
    /** Records a run before it starts. */
    begin(run: NewRun): { seq: number; entry: HistoryEntry | null } {
      const seq = change((use) => begin(use, run));
      return { seq, entry: entryOf(seq) };
    },

    /** Records how a run ended; with `seq` `null`, a run that could not be recorded before. */
    end(
      seq: number | null,
      run: NewRun,
      ending: RunEnd,
    ): { seq: number; entry: HistoryEntry | null; flag: Flag | null } {
      const done = change((use) => {
        // The history may have been set aside in between.
        const known = seq !== null && use.queries.entry(seq)?.id === run.id;
        const number = known ? seq : use.writes.begin(run);
        return { seq: number, flag: end(use, number, run, ending) };
      });
      if (done.flag) parts.elsewhere.flaggedHere(done.flag.id);
      return { ...done, entry: entryOf(done.seq) };
    },

    /** Counts refusals of the kind of `seq` that were not recorded one by one. */
    repeat(seq: number, source: string, code: string, times: number, at: number): HistoryEntry | null {
      change(({ writes, trail }) => {
        writes.repeat(seq, times);
        trail.append("run.refused", source, { seq, code, times }, at);
      });
      return entryOf(seq);
    },

    interrupt,

    list: (filter: HistoryFilter, before: number | null, size: number) =>
      guarded(() => parts.queries.list(filter, before, size)),
    count: (filter: HistoryFilter): number => guarded(() => parts.queries.count(filter)),
    /** What other processes did since this was last asked. */
    elsewhere: (): Elsewhere => guarded(() => parts.elsewhere.look()),
    record: (key: { seq: number } | { id: string }): HistoryRecord | null => guarded(() => parts.queries.record(key)),
    exportPart: (format: ExportFormat, selection: HistorySelection, after: number | null) =>
      guarded(() => parts.queries.exportPart(format, selection, after)),

    remove(seqs: readonly number[], source: string): number[] {
      return change(({ writes, trail, elsewhere }) => {
        const removed = writes.remove(seqs);
        if (removed.length > 0)
          trail.append("history.deleted", source, { removed: removed.length, seqs: removed }, Date.now());
        elsewhere.changedHere();
        return removed;
      });
    },

    /** Removes all that has ended, from the disk too. */
    clear(source: string): number {
      const removed = change(({ writes, trail, elsewhere }) => {
        const count = writes.clear();
        trail.append("history.cleared", source, { removed: count }, Date.now());
        elsewhere.changedHere();
        return count;
      });
      try {
        parts.db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
      } catch {
        // another process is reading: the room is used again by what comes next
      }
      return removed;
    },

    /** Applies the retention rules: now, or where it was not done for a day. `null` where it was not due. */
    prune(rules: RetentionRules, isDueOnly: boolean): Pruned | null {
      const now = Date.now();
      const lastAt = guarded(() =>
        Number(parts.db.prepare("SELECT at FROM moments WHERE name = 'pruned'").get()?.at ?? 0),
      );
      if (isDueOnly && now - lastAt < DAY_MS) return null;
      const pruned = change(({ db, trail }) => {
        db.prepare("INSERT INTO moments VALUES ('pruned', ?) ON CONFLICT DO UPDATE SET at = excluded.at").run(now);
        return prune(db, trail, rules, now);
      });
      if (pruned.removed > 0) {
        parts.elsewhere.changedHere();
        parts.db.exec("PRAGMA incremental_vacuum");
      }
      return pruned;
    },

    numbers: (): StoreNumbers =>
      guarded(() => {
        const sql = "SELECT count(*) AS runs, coalesce(sum(bytes), 0) AS bytes, min(at) AS oldest FROM runs";
        const { runs, bytes, oldest } = parts.db.prepare(sql).get() as Record<string, number | null>;
        return {
          runs: Number(runs),
          recordBytes: Number(bytes),
          fileBytes: fileBytesOf(path),
          oldestAt: oldest ? new Date(oldest).toISOString() : null,
        };
      }),

    metrics: (days: number): Metrics => {
      const now = new Date();
      return guarded(() => toMetrics(parts.db, days, now, parts.flags.list(now.getTime() - days * DAY_MS)));
    },
    flags: (): Flag[] => guarded(() => parts.flags.list(Date.now() - MAX_FLAG_DAYS * DAY_MS)),

    /** Notes something in the audit trail that is no run. */
    note(kind: string, source: string, detail: Record<string, unknown>, at: number): void {
      change(({ trail }) => trail.append(kind, source, detail, at));
    },
    verify: (): AuditReport => guarded(() => parts.trail.verify()),
    auditPart: (after: number) => guarded(() => parts.trail.exportPart(after)),

    close(): void {
      clearTimeout(checkLater);
      clearTimeout(anchoring);
      anchor();
      try {
        parts.db.exec("PRAGMA optimize");
      } finally {
        parts.db.close();
      }
    },
  };
}

export type HistoryService = ReturnType<typeof createHistoryService>;
