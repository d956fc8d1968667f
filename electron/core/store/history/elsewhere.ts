import type { DatabaseSync } from "node:sqlite";
import type { Flag, HistoryEntry } from "#shared/history-schema.ts";
import { inOneState } from "./database.ts";
import type { Flags } from "./flags.ts";
import { RUN_COLUMNS, type RunRow, toEntry } from "./row-mapping.ts";

/** What other processes did to the history since it was last looked. */
export interface Elsewhere {
  /** Their runs that are new or have ended since, oldest first. */
  entries: HistoryEntry[];
  /** Flags that they have raised. */
  flags: Flag[];
  /** Whether more happened than `entries` tell: runs were removed, or there are too many. */
  isMore: boolean;
  /** Whether any run of theirs has not ended: its process may be gone by now. */
  areRunning: boolean;
}

const MOST_ENTRIES = 200;

export interface ElsewhereWatch {
  look(): Elsewhere;
  /** Does `work`, which removes runs: that they are gone is this process's doing, and no news. */
  removingHere<T>(work: () => T): T;
  /** This process has marked these runs of others as interrupted, and told of it. */
  endedHere(seqs: readonly number[]): void;
  /** This process has raised a flag, and told of it. */
  flaggedHere(id: number): void;
}

/**
 * Watches what other processes write into a history. `PRAGMA data_version` tells whether any did since the last look
 * (https://www.sqlite.org/pragma.html#pragma_data_version); only then are runs read. `process` is this one.
 */
export function watchElsewhere(db: DatabaseSync, raised: Flags, process: string): ElsewhereWatch {
  const versionStatement = db.prepare("PRAGMA data_version");
  const versionNow = () => Number(versionStatement.get()?.data_version);
  const newest = db.prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE seq > ? AND process <> ? ORDER BY seq DESC LIMIT ?`);
  const one = db.prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE seq = ?`);
  const running = db.prepare("SELECT seq FROM runs WHERE ending = 'running' AND process <> ?");
  const upTo = db.prepare("SELECT count(*) AS runs FROM runs WHERE seq <= ?");
  const last = db.prepare("SELECT coalesce(max(seq), 0) AS seq FROM runs");
  const numberOf = (row: unknown, column: string) => Number((row as Record<string, unknown> | undefined)?.[column]);

  let version = versionNow();
  let seen = 0;
  let count = 0;
  let unended: number[] = [];
  let lastFlag = raised.lastId();
  const ownFlags = new Set<number>();
  const ownEnds = new Set<number>();
  const countSeen = () => numberOf(upTo.get(seen), "runs");
  const remember = () => {
    seen = Math.max(seen, numberOf(last.get(), "seq"));
    count = countSeen();
    unended = running.all(process).map((row) => numberOf(row, "seq"));
  };
  remember();

  const look = (): Elsewhere => {
    const now = versionNow();
    if (now === version) return { entries: [], flags: [], isMore: false, areRunning: unended.length > 0 };
    version = now;
    const added = newest.all(seen, process, MOST_ENTRIES) as unknown as RunRow[];
    const ended = unended
      .map((seq) => one.get(seq) as unknown as RunRow | undefined)
      .filter((row) => row !== undefined && row.ending !== "running") as RunRow[];
    const entries = [...ended, ...added.toReversed()].filter(({ seq }) => !ownEnds.has(seq)).map(toEntry);
    const isMore = countSeen() < count || added.length === MOST_ENTRIES;
    const flags = raised.after(lastFlag).filter(({ id }) => !ownFlags.has(id));
    lastFlag = Math.max(lastFlag, raised.lastId());
    ownFlags.clear();
    ownEnds.clear();
    remember();
    return { entries, flags, isMore, areRunning: unended.length > 0 };
  };

  return {
    // What others write between two of these questions would be taken for told.
    look: () => inOneState(db, look),
    removingHere(work) {
      const before = countSeen();
      const value = work();
      count -= before - countSeen();
      return value;
    },
    endedHere(seqs) {
      for (const seq of seqs) ownEnds.add(seq);
      unended = unended.filter((seq) => !ownEnds.has(seq));
    },
    flaggedHere: (id) => void ownFlags.add(id),
  };
}
