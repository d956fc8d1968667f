import type { DatabaseSync } from "node:sqlite";
import type { AuditReport } from "#shared/history-schema.ts";
import { readAnchor, writeAnchor } from "./audit-anchor.ts";
import { AUDIT_COLUMNS, type AuditRecord, type ChainEnd, parseDetail, toDetail, toHash } from "./audit-chain.ts";
import { ANCHOR_LOST, verifyTrail } from "./audit-verify.ts";
import { inTransaction } from "./database.ts";

/** The most text in one part of an export. */
const PART_CHARACTERS = 256 * 1024;

export interface AuditTrail {
  /** Adds a record. To be called inside a transaction, so that two processes cannot take the same place. */
  append(kind: string, source: string, detail: Readonly<Record<string, unknown>>, at: number): void;
  /** Removes the records before `at`, inside a transaction, and notes where the chain now begins. Answers how many. */
  prune(before: number, at: number): number;
  /** How many `prune` would remove. */
  countBefore(before: number, at: number): number;
  verify(): AuditReport;
  exportPart(after: number): { text: string; next: number | null };
  /**
   * Writes down beside the database where the trail ends, where that has changed. Outside of a transaction. That the note
   * was there once and is gone, or cannot be read, becomes a record first.
   */
  anchor(): void;
}

/** The append-only trail in the table `audit`. */
export function createAuditTrail(db: DatabaseSync, folder: string): AuditTrail {
  const last = db.prepare("SELECT seq, hash, kind FROM audit ORDER BY seq DESC LIMIT 1");
  const start = db.prepare("SELECT seq, hash FROM audit_start");
  const noted = db.prepare("SELECT seq, hash, is_anchored FROM audit_head");
  const insert = db.prepare(`INSERT INTO audit (${AUDIT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  let anchored = -1;

  /** Where the next record follows. What the database notes counts where the end was cut off: no number is used again. */
  const head = (): ChainEnd => {
    const ends = [noted.get(), last.get(), start.get()].filter((end) => end !== undefined) as unknown as ChainEnd[];
    return ends.reduce((one, other) => (other.seq > one.seq ? other : one), { seq: 0, hash: "" });
  };
  /** What became of the note beside the database, where it was there once and cannot be read now; else `null`. */
  const lostAnchor = (): "missing" | "unreadable" | null => {
    const anchor = readAnchor(folder);
    if (anchor === null) return noted.get()?.is_anchored === 1 ? "missing" : null;
    return anchor === "unreadable" ? anchor : null;
  };

  const append: AuditTrail["append"] = (kind, source, detail, at) => {
    const { seq, hash: previous } = head();
    const record = { seq: seq + 1, at: new Date(at).toISOString(), kind, source, detail: toDetail(detail), previous };
    insert.run(record.seq, record.at, kind, source, record.detail, previous, toHash(record));
  };
  /**
   * The last record that is old, with none before it that is recent: written since `before`, and not after `now`. One of
   * the future was written under a wrong clock. It goes with an old one that follows it, and else stays.
   */
  const findOld = (before: number, now: number): (ChainEnd & { count: number }) | null => {
    const [limit, latest] = [before, now].map((at) => new Date(at).toISOString()) as [string, string];
    const from = start.get()?.seq;
    const recent = db.prepare("SELECT seq FROM audit WHERE at BETWEEN ? AND ? ORDER BY seq LIMIT 1").get(limit, latest);
    const upTo = db
      .prepare("SELECT seq, hash FROM audit WHERE seq < ? AND at < ? ORDER BY seq DESC LIMIT 1")
      .get(recent?.seq ?? Number.MAX_SAFE_INTEGER, limit) as unknown as ChainEnd | undefined;
    // A trail that has lost its beginning is left as it was found.
    if (from === undefined || !upTo || upTo.seq <= Number(from)) return null;
    return { ...upTo, count: upTo.seq - Number(from) };
  };
  const noteLostAnchor = () => {
    const found = lostAnchor();
    if (found && last.get()?.kind !== ANCHOR_LOST)
      append(ANCHOR_LOST, "sandpit", { found, seq: head().seq }, Date.now());
  };

  return {
    append,
    prune(before, at) {
      const old = findOld(before, at);
      if (old === null) return 0;
      db.prepare("UPDATE audit_start SET seq = ?, hash = ?").run(old.seq, old.hash);
      db.prepare("DELETE FROM audit WHERE seq <= ?").run(old.seq);
      append("audit.pruned", "sandpit", { seq: old.seq, hash: old.hash }, at);
      return old.count;
    },
    countBefore: (before, at) => findOld(before, at)?.count ?? 0,
    verify: () => verifyTrail(db, readAnchor(folder)),
    exportPart(after) {
      let text = "";
      let next: number | null = null;
      for (const row of db.prepare(`SELECT ${AUDIT_COLUMNS} FROM audit WHERE seq > ? ORDER BY seq`).iterate(after)) {
        const { detail, ...record } = row as unknown as AuditRecord;
        if (text.length > PART_CHARACTERS) return { text, next };
        text += `${JSON.stringify({ ...record, detail: parseDetail(detail) ?? detail })}\n`;
        next = record.seq;
      }
      return { text, next: null };
    },
    anchor() {
      if (lostAnchor()) inTransaction(db, noteLostAnchor);
      const { seq, hash } = head();
      if (seq === anchored || seq === 0) return;
      writeAnchor(folder, { seq, hash });
      if (noted.get()?.is_anchored === 0) db.exec("UPDATE audit_head SET is_anchored = 1");
      anchored = seq;
    },
  };
}
