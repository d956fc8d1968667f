import type { DatabaseSync } from "node:sqlite";
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
import { createRunQueries, type RunQueries } from "./run-queries.ts";
import { createRunWrites, type RunWrites } from "./run-writes.ts";

export interface HistoryDatabaseOptions {
  /** Where the database is. */
  folder: string;
  /** This process and its installation, as `store/instance.ts` names them. */
  process: string;
  installation: string;
  /** For the user. */
  onNotice: (message: string) => void;
}

/** The database that is open, and what reads and writes it. */
export interface Parts {
  db: DatabaseSync;
  writes: RunWrites;
  queries: RunQueries;
  trail: AuditTrail;
  flags: Flags;
  elsewhere: ElsewhereWatch;
}

/** The database behind the history, whichever file that is by now. */
export interface HistoryDatabase {
  /** Does `work`, which writes nothing. Where the database turns out to be damaged, it is done again in a new one. */
  read<T>(work: (parts: Parts) => T): T;
  /** Does `work` as one transaction; else like `read`. */
  change<T>(work: (parts: Parts) => T): T;
  /** What other processes did since this was last asked; that they have begun a new database, too. */
  look(): Elsewhere;
  close(): void;
}

/** A file up to this size is read through before it is used; a larger one soon after, so that no run waits for it. */
const CHECK_AT_ONCE_BYTES = 32 * 1024 * 1024;
const CHECK_LATER_MS = 3_000;
/** The trail's end is written down this long after it has grown, not once a record. */
const ANCHOR_AFTER_MS = 500;

/** Does what is tried again by and by, and harms nothing where it fails. */
export function unlessItFails(work: () => unknown): void {
  try {
    work();
  } catch {
    // a disk that is full or read-only; what is asked for next says so
  }
}

/**
 * Opens the database of a folder, and keeps it open through what may befall the file: one that is damaged is set aside
 * and a new one begun; where another file has come into its place, as by another process that did so, this one goes on in
 * that, because what is written into the old one is never read again. Where no file is there, it may come back.
 * @throws What `openDatabase` throws, but for damage.
 */
export function openHistoryDatabase(options: HistoryDatabaseOptions): HistoryDatabase {
  const { folder, process, installation, onNotice } = options;
  const path = databasePath(folder);
  /** Which file is open. */
  let file: string | null = null;
  let anchoring: NodeJS.Timeout | undefined;
  let isReplaced = false;

  const open = (): Parts => {
    const db = openDatabase(folder);
    try {
      const opened = databaseFile(folder);
      if (fileBytesOf(path) <= CHECK_AT_ONCE_BYTES) quickCheck(db);
      const flags = createFlags(db);
      const found: Parts = {
        ...{ db, trail: createAuditTrail(db, folder), flags, queries: createRunQueries(db) },
        writes: createRunWrites(db, { process, installation }),
        elsewhere: watchElsewhere(db, flags, process),
      };
      file = opened;
      return found;
    } catch (error) {
      db.close();
      throw error;
    }
  };

  /** Opens a new database in the place of one that was found damaged, unless another process has done so already. */
  const openInstead = (damaged: string | null): Parts => {
    if (databaseFile(folder) !== damaged) return openMoved();
    const { file: aside, head } = setAside(folder, new Date());
    const fresh = open();
    const detail = { file: aside, lastSeq: head?.seq ?? null, lastHash: head?.hash ?? null };
    inTransaction(fresh.db, () => fresh.trail.append("history.set_aside", "sandpit", detail, Date.now()));
    onNotice(
      `The history of runs was damaged, so Sandpit began a new one. What was damaged is kept as ${aside} in ${folder}.`,
    );
    return fresh;
  };

  /** Opens what is there now in the place of a file that somebody has moved away. */
  const openMoved = (): Parts => {
    const found = openOrInstead();
    onNotice(
      `The file of the history was moved away, so Sandpit goes on in the one that is in ${folder} now. Runs from before are in the old file.`,
    );
    return found;
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
      ? setTimeout(() => unlessItFails(() => read(({ db }) => quickCheck(db))), CHECK_LATER_MS).unref()
      : undefined;
  anchor();

  function replace(open: () => Parts): void {
    leave();
    parts = open();
    isReplaced = true;
    anchor();
  }

  /**
   * Closes the database with all that belongs into its file in it. SQLite leaves that in the other file, which may stay
   * behind, where it finds the database moved.
   */
  function leave(): void {
    if (!parts.db.isOpen) return;
    if (databaseFile(folder) !== file) unlessItFails(() => parts.db.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
    parts.db.close();
  }

  /** Goes on in the file that is there now, where that is another one than the one that is open. */
  function follow(): void {
    const found = databaseFile(folder);
    if (found !== null && found !== file) replace(openMoved);
  }

  function read<T>(work: (parts: Parts) => T): T {
    // It could not be replaced when it was found damaged: the disk was full, or read-only.
    if (!parts.db.isOpen) replace(openOrInstead);
    try {
      return work(parts);
    } catch (error) {
      if (!isDamage(error)) throw error;
      replace(() => openInstead(file));
      return work(parts);
    }
  }

  /** Writes down where the trail ends. What cannot be written now is written with the next record. */
  function anchor(): void {
    // A database that another process has set aside has its note aside, too.
    if (databaseFile(folder) === file) unlessItFails(() => parts.trail.anchor());
  }

  return {
    read,
    change(work) {
      follow();
      const value = read((use) => inTransaction(use.db, () => work(use)));
      anchoring ??= setTimeout(() => {
        anchoring = undefined;
        anchor();
      }, ANCHOR_AFTER_MS).unref();
      return value;
    },
    look() {
      follow();
      const found = read(({ elsewhere }) => elsewhere.look());
      const isMore = found.isMore || isReplaced;
      isReplaced = false;
      return { ...found, isMore };
    },
    close() {
      clearTimeout(checkLater);
      clearTimeout(anchoring);
      anchor();
      try {
        parts.db.exec("PRAGMA optimize");
      } finally {
        leave();
      }
    },
  };
}
