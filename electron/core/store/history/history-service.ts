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
import { MAX_ITEMS, toDigest } from "./audit-chain.ts";
import { databasePath, fileBytesOf } from "./database.ts";
import type { Elsewhere } from "./elsewhere.ts";
import { type HistoryDatabaseOptions, openHistoryDatabase, type Parts, unlessItFails } from "./history-database.ts";
import { toMetrics } from "./metrics-queries.ts";
import { type NewRun, type RunEnd, toLimitHit } from "./records.ts";
import { type Pruned, type PrunePreview, previewPrune, prune, type RetentionRules } from "./retention.ts";

export interface ServiceOptions extends HistoryDatabaseOptions {
  /** Whether a process of this installation is alive at this moment. */
  isAlive: (process: string) => boolean;
}

export interface StoreNumbers {
  runs: number;
  recordBytes: number;
  fileBytes: number;
  oldestAt: string | null;
}

const DAY_MS = 24 * 60 * 60_000;
const MAX_FLAG_DAYS = 366;

const toIso = (at: number): string => new Date(at).toISOString();

/**
 * The history and the audit trail in their database: what the store's own thread or process answers. Everything here is
 * synchronous, and therefore happens in the order in which it was asked for.
 */
export function createHistoryService({ isAlive, ...options }: ServiceOptions) {
  const { read, change, look, close } = openHistoryDatabase(options);
  // A disk that is full can be read still.
  unlessItFails(interrupt);

  /** Marks runs that nobody will end any more, and answers them. */
  function interrupt(): HistoryEntry[] {
    const seqs = change(({ writes, trail, elsewhere }) => {
      // Asked while no other process can record a run: one that has just come is not taken for gone.
      const orphans = writes.interrupt((process) => process === options.process || isAlive(process));
      for (const { seq, at } of orphans)
        trail.append("run.interrupted", "sandpit", { seq, asked: toIso(at) }, Date.now());
      const seqs = orphans.map(({ seq }) => seq);
      elsewhere.endedHere(seqs);
      return seqs;
    });
    return seqs.flatMap((seq) => entryOf(seq) ?? []);
  }

  const begin = ({ writes, trail }: Parts, run: NewRun): number => {
    const seq = writes.begin(run);
    const { id, language, backend, source, at } = run;
    const code = toDigest(JSON.stringify(run.files));
    const isolated = backend === null ? undefined : backend === "docker";
    trail.append("run.accepted", source, { seq, id, language, backend, isolated, code }, at);
    return seq;
  };

  /** `told` is what the trail is told of the run beside its end. */
  const end = (
    { writes, trail, flags }: Parts,
    seq: number,
    run: NewRun,
    ending: RunEnd,
    told: object,
  ): Flag | null => {
    writes.end(seq, ending);
    const { source } = run;
    const { at, result, error } = ending;
    // By that time runs go by age, and their first record may be pruned before this one.
    const known = { seq, id: run.id, asked: toIso(run.at), ...told };
    if (!result) {
      trail.append("run.refused", source, { ...known, code: error?.code, message: error?.message }, at);
      return null;
    }
    const digest = toDigest(JSON.stringify(result));
    trail.append("run.finished", source, { ...known, outcome: result.outcome, result: digest }, at);
    const limit = toLimitHit(result);
    const met = limit && flags.met(source, limit, at, ending.abuse);
    if (met?.isNew) trail.append("abuse.flagged", source, { kind: met.flag.kind, seqs: met.flag.seqs }, at);
    return met?.flag ?? null;
  };

  const entryOf = (seq: number) => read(({ queries }) => queries.entry(seq));

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
        const told = known ? {} : { language: run.language, files: toDigest(JSON.stringify(run.files)) };
        const flag = end(use, number, run, ending, told);
        if (flag) use.elsewhere.flaggedHere(flag.id);
        return { seq: number, flag };
      });
      return { ...done, entry: entryOf(done.seq) };
    },

    /**
     * Counts refusals of the kind of `seq` that were not recorded one by one. `null` where that one is gone: it was
     * deleted, or the history was set aside in between; then the trail alone tells of them.
     */
    repeat(seq: number, source: string, code: string, times: number, at: number): HistoryEntry | null {
      const isThere = change(({ writes, trail }) => {
        const isCounted = writes.repeat(seq, source, code, times);
        trail.append("run.refused", source, { ...(isCounted && { seq }), code, times }, at);
        return isCounted;
      });
      return isThere ? entryOf(seq) : null;
    },

    interrupt,

    list: (filter: HistoryFilter, before: number | null, size: number) =>
      read(({ queries }) => queries.list(filter, before, size)),
    count: (filter: HistoryFilter): number => read(({ queries }) => queries.count(filter)),
    /** What other processes did since this was last asked. */
    elsewhere: (): Elsewhere => look(),
    record: (key: { seq: number } | { id: string }): HistoryRecord | null => read(({ queries }) => queries.record(key)),
    exportPart: (format: ExportFormat, selection: HistorySelection, after: number | null) =>
      read(({ queries }) => queries.exportPart(format, selection, after)),

    remove(seqs: readonly number[], source: string): number[] {
      return change(({ writes, trail, elsewhere }) => {
        const removed = elsewhere.removingHere(() => writes.remove(seqs));
        // Each is named, or its absence would be tampering.
        for (let from = 0; from < removed.length; from += MAX_ITEMS) {
          const named = removed.slice(from, from + MAX_ITEMS);
          trail.append("history.deleted", source, { removed: named.length, seqs: named }, Date.now());
        }
        return removed;
      });
    },

    /** Removes all that has ended, from the disk too. */
    clear(source: string): number {
      const removed = change(({ writes, trail, elsewhere }) => {
        const count = elsewhere.removingHere(() => writes.clear());
        trail.append("history.cleared", source, { removed: count }, Date.now());
        return count;
      });
      // Where another process is reading, the room is used again by what comes next.
      unlessItFails(() => read(({ db }) => db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")));
      return removed;
    },

    /** Applies the retention rules: now, or where it was not done for a day. `null` where it was not due. */
    prune(rules: RetentionRules, isDueOnly: boolean): Pruned | null {
      const now = Date.now();
      const lastAt = read(({ db }) =>
        Number(db.prepare("SELECT at FROM moments WHERE name = 'pruned'").get()?.at ?? 0),
      );
      // A last time that is yet to come is that of a clock that was wrong.
      if (isDueOnly && Math.abs(now - lastAt) < DAY_MS) return null;
      const pruned = change(({ db, trail, elsewhere }) => {
        db.prepare("INSERT INTO moments VALUES ('pruned', ?) ON CONFLICT DO UPDATE SET at = excluded.at").run(now);
        return elsewhere.removingHere(() => prune(db, trail, rules, now));
      });
      // What is removed is removed, whether or not the disk gets its room back now.
      if (pruned.removed > 0) unlessItFails(() => read(({ db }) => db.exec("PRAGMA incremental_vacuum")));
      return pruned;
    },
    previewPrune: (rules: RetentionRules): PrunePreview =>
      read(({ db, trail }) => previewPrune(db, trail, rules, Date.now())),

    numbers: (): StoreNumbers =>
      read(({ db }) => {
        const sql = "SELECT count(*) AS runs, coalesce(sum(bytes), 0) AS bytes, min(at) AS oldest FROM runs";
        const { runs, bytes, oldest } = db.prepare(sql).get() as Record<string, number | null>;
        return {
          runs: Number(runs),
          recordBytes: Number(bytes),
          fileBytes: fileBytesOf(databasePath(options.folder)),
          oldestAt: oldest ? new Date(oldest).toISOString() : null,
        };
      }),

    metrics: (days: number): Metrics => read(({ db, flags }) => toMetrics(db, flags, days, new Date())),
    flags: (): Flag[] => read(({ flags }) => flags.list(Date.now() - MAX_FLAG_DAYS * DAY_MS)),

    /** Notes something in the audit trail that is no run. */
    note(kind: string, source: string, detail: Record<string, unknown>, at: number): void {
      change(({ trail }) => trail.append(kind, source, detail, at));
    },
    verify: (): AuditReport => read(({ trail }) => trail.verify()),
    auditPart: (after: number) => read(({ trail }) => trail.exportPart(after)),

    close,
  };
}

export type HistoryService = ReturnType<typeof createHistoryService>;
