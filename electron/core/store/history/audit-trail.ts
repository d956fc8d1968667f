import type { DatabaseSync } from "node:sqlite";
import type { AuditReport } from "#shared/history-schema.ts";
import { readAnchor, writeAnchor } from "./audit-anchor.ts";
import { type AuditRecord, toDetail, toHash } from "./audit-chain.ts";

/** The most text in one part of an export. */
const PART_CHARACTERS = 256 * 1024;

export interface AuditTrail {
  /** Adds a record. To be called inside a transaction, so that two processes cannot take the same place. */
  append(kind: string, source: string, detail: Readonly<Record<string, unknown>>, at: number): void;
  /** Removes the records before `at`, inside a transaction, and notes where the chain now begins. Answers how many. */
  prune(before: number, at: number): number;
  verify(): AuditReport;
  exportPart(after: number): { text: string; next: number | null };
  /** Writes down where the trail ends, where that has changed. */
  anchor(): void;
}

const ANY = "seq, at, kind, source, detail, previous, hash";

/** The append-only trail in the table `audit`. */
export function createAuditTrail(db: DatabaseSync, folder: string): AuditTrail {
  const last = db.prepare("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1");
  const start = db.prepare("SELECT seq, hash FROM audit_start");
  const insert = db.prepare(`INSERT INTO audit (${ANY}) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  let anchored = -1;

  const head = () => (last.get() ?? start.get()) as unknown as { seq: number; hash: string };

  const append: AuditTrail["append"] = (kind, source, detail, at) => {
    const { seq, hash: previous } = head();
    const record = { seq: seq + 1, at: new Date(at).toISOString(), kind, source, detail: toDetail(detail), previous };
    insert.run(record.seq, record.at, kind, source, record.detail, previous, toHash(record));
  };

  const verify = (): AuditReport => {
    const begin = start.get() as unknown as { seq: number; hash: string };
    const report = {
      ok: true,
      records: 0,
      firstSeq: 0,
      lastSeq: 0,
      pruned: begin.seq,
      problem: null as AuditReport["problem"],
    };
    const anchor = readAnchor(folder);
    let previous = begin;
    let prunedTo: { seq: number; hash: string } | null = null;
    const found = (seq: number, kind: NonNullable<AuditReport["problem"]>["kind"], message: string): AuditReport => ({
      ...report,
      ok: false,
      problem: { seq, kind, message },
    });
    for (const row of db.prepare(`SELECT ${ANY} FROM audit ORDER BY seq`).iterate()) {
      const record = row as unknown as AuditRecord;
      if (record.seq !== previous.seq + 1)
        return found(previous.seq + 1, "removed", `Record ${previous.seq + 1} of the audit trail was removed.`);
      if (toHash(record) !== record.hash) {
        // In its right place the record after it names its hash.
        const from = db.prepare("SELECT seq FROM audit WHERE previous = ?").get(record.hash) as
          | { seq: number }
          | undefined;
        if (from && from.seq !== record.seq + 1)
          return found(
            record.seq,
            "moved",
            `Record ${record.seq} of the audit trail was put in the place of another; it was record ${from.seq - 1}.`,
          );
        return found(record.seq, "changed", `Record ${record.seq} of the audit trail was changed.`);
      }
      if (record.previous !== previous.hash) {
        if (report.records === 0)
          return found(
            record.seq,
            "changed",
            `Record ${record.seq} of the audit trail does not follow what was there before it.`,
          );
        // The record itself is consistent, so it was the one before that was written anew, with a hash of its own.
        return found(
          previous.seq,
          "changed",
          `Record ${previous.seq} of the audit trail was changed: record ${record.seq} is bound to another one.`,
        );
      }
      if (anchor !== null && anchor !== "unreadable" && anchor.seq === record.seq && anchor.hash !== record.hash)
        return found(
          record.seq,
          "changed",
          `Record ${record.seq} of the audit trail, or one before it, was written anew: its hash is not the one that was noted beside the database.`,
        );
      if (record.kind === "audit.pruned") prunedTo = JSON.parse(record.detail) as { seq: number; hash: string };
      report.firstSeq ||= record.seq;
      report.lastSeq = record.seq;
      report.records += 1;
      previous = record;
    }
    if (begin.seq > 0 && (prunedTo?.seq !== begin.seq || prunedTo.hash !== begin.hash))
      return found(
        begin.seq + 1,
        "removed",
        `The audit trail begins with record ${begin.seq + 1}, but says nowhere that the ones before were pruned.`,
      );
    if (anchor === "unreadable")
      return found(
        previous.seq,
        "unreadable",
        "audit-head.json, which tells where the audit trail ends, cannot be read. Whether records are missing at the end cannot be told.",
      );
    if (anchor && anchor.seq > previous.seq)
      return found(
        previous.seq + 1,
        "cut_off",
        `The audit trail ends with record ${previous.seq}, but once went on to record ${anchor.seq} at least. The end was removed, or lost in a power failure.`,
      );
    return report;
  };

  return {
    append,
    prune(before, at) {
      const limit = new Date(before).toISOString();
      // Up to the first record that is recent enough; the clock may have been set back in between.
      const kept = db.prepare("SELECT seq FROM audit WHERE at >= ? ORDER BY seq LIMIT 1").get(limit);
      const end = head();
      const upTo = kept ? Number(kept.seq) - 1 : end.seq;
      const from = Number((start.get() as { seq: number }).seq);
      if (upTo <= from) return 0;
      const { hash } = db.prepare("SELECT hash FROM audit WHERE seq = ?").get(upTo) as { hash: string };
      db.prepare("UPDATE audit_start SET seq = ?, hash = ?").run(upTo, hash);
      db.prepare("DELETE FROM audit WHERE seq <= ?").run(upTo);
      append("audit.pruned", "sandpit", { seq: upTo, hash }, at);
      return upTo - from;
    },
    verify,
    exportPart(after) {
      let text = "";
      let next: number | null = null;
      for (const row of db.prepare(`SELECT ${ANY} FROM audit WHERE seq > ? ORDER BY seq`).iterate(after)) {
        const { detail, ...record } = row as unknown as AuditRecord;
        if (text.length > PART_CHARACTERS) return { text, next };
        text += `${JSON.stringify({ ...record, detail: JSON.parse(detail) as unknown })}\n`;
        next = record.seq;
      }
      return { text, next: null };
    },
    anchor() {
      const { seq, hash } = head();
      if (seq === anchored || seq === 0) return;
      writeAnchor(folder, { seq, hash });
      anchored = seq;
    },
  };
}
