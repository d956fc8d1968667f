import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ANCHOR_FILE, type AuditAnchor, readAnchor } from "./audit-anchor.ts";
import { MIGRATIONS } from "./database-schema.ts";

/** Another process of this installation may be writing; that takes milliseconds. */
const BUSY_MS = 5_000;

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html */
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
/** What SQLite would say to an error of the system, which comes first where the file or its folder must be made. */
const SYSTEM_CODES: Record<string, number> = { EROFS: 8, EACCES: 8, EPERM: 8, EIO: 10, ENOSPC: 13, EDQUOT: 13 };

/** The primary result code of an error from SQLite, or of one from the system; 0 for any other error. */
export function toSqliteCode(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  if ("errcode" in error && typeof error.errcode === "number") return error.errcode & 0xff;
  return "code" in error && typeof error.code === "string" ? (SYSTEM_CODES[error.code] ?? 0) : 0;
}

/** Whether an error says that the file is no sound database. */
export const isDamage = (error: unknown): boolean => [SQLITE_CORRUPT, SQLITE_NOTADB].includes(toSqliteCode(error));

/** A database of a version that this Sandpit does not know: not damaged, and left as it is. */
export class NewerDatabaseError extends Error {}

const NAME = "history.sqlite";

/** Where the database of a folder is. */
export const databasePath = (folder: string): string => join(folder, NAME);

/** Which file the database is now; `null` where there is none. Another process may have set it aside and begun a new one. */
export function databaseFile(folder: string): string | null {
  const found = statSync(databasePath(folder), { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev}-${found.ino}` : null;
}

/**
 * Opens `history.sqlite` and brings it up to date. @throws An error that `isDamage` knows, where it is no sound database,
 * as far as that was read.
 *
 * synchronous=NORMAL: in WAL mode a process that is killed loses nothing that was committed, and a power failure loses at
 * most the last moments, never the file. FULL would have every run wait for the disk before its program starts.
 */
export function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true });
  const path = databasePath(folder);
  // What people write and print is nobody else's business; SQLite gives its other files the same permissions.
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
  const db = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: false });
  try {
    // Nothing is written before it is known that the file is one of ours.
    const version = versionOf(db);
    if (version > MIGRATIONS.length) {
      throw new NewerDatabaseError(
        "The history was made by a newer version of Sandpit. Install that version to see it, or move history.sqlite and audit-head.json away.",
      );
    }
    // Before the first table exists, or it has no effect: pages of removed runs can then be given back to the disk.
    if (version === 0) db.exec("PRAGMA auto_vacuum = INCREMENTAL");
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = FAST");
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const versionOf = (db: DatabaseSync) => Number(db.prepare("PRAGMA user_version").get()?.user_version ?? 0);

function migrate(db: DatabaseSync): void {
  if (versionOf(db) === MIGRATIONS.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    // Another process may have done it in between.
    for (const step of MIGRATIONS.slice(versionOf(db))) {
      if (typeof step === "string") db.exec(step);
      else step(db);
    }
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    db.exec("COMMIT");
  } catch (error) {
    // A file that is damaged may have ended the transaction already.
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** Reads the whole database. @throws An error that `isDamage` knows, where it is not sound. */
export function quickCheck(db: DatabaseSync): void {
  const found = db.prepare("PRAGMA quick_check(1)").get();
  if (found?.quick_check !== "ok") {
    throw Object.assign(new Error(`quick_check: ${String(found?.quick_check)}`), { errcode: SQLITE_CORRUPT });
  }
}

/** A damaged database under its new name, and where its audit trail ended as far as was noted. */
export interface SetAside {
  file: string;
  head: AuditAnchor | null;
}

/** Moves the database and what belongs to it out of the way, the note of where its audit trail ends included. */
export function setAside(folder: string, now: Date): SetAside {
  const stamp = now.toISOString().replaceAll(/[:.]/g, "-");
  const file = `history.damaged-${stamp}.sqlite`;
  const anchor = readAnchor(folder);
  const names = ["", "-wal", "-shm"].map((suffix) => [`${NAME}${suffix}`, `${file}${suffix}`] as const);
  for (const [from, to] of [...names, [ANCHOR_FILE, `audit-head.damaged-${stamp}.json`] as const]) {
    if (existsSync(join(folder, from))) renameSync(join(folder, from), join(folder, to));
  }
  return { file, head: anchor === "unreadable" ? null : anchor };
}

/** What the database takes on disk, with what is not yet folded into it. */
export function fileBytesOf(path: string): number {
  return [path, `${path}-wal`].reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Runs `work` as one transaction that may write: all of it happens, or nothing. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const value = work();
    db.exec("COMMIT");
    return value;
  } catch (error) {
    // A full disk has ended the transaction already.
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** Reads one state of the database in all of `work`, also while other processes write. */
export function inOneState<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN");
  try {
    return work();
  } finally {
    // A file that is damaged may have ended the transaction already.
    if (db.isTransaction) db.exec("COMMIT");
  }
}
