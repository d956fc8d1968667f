import type { DatabaseSync } from "node:sqlite";
import type { AuditProblem, AuditReport } from "#shared/history-schema.ts";
import type { readAnchor } from "./audit-anchor.ts";
import { AUDIT_COLUMNS, type AuditRecord, type ChainEnd, parseDetail, toHash } from "./audit-chain.ts";
import { createRunCheck } from "./audit-runs.ts";
import { inOneState } from "./database.ts";

/** The record of a note beside the database that was there once, and was found to be gone or unreadable. */
export const ANCHOR_LOST = "audit.anchor_lost";

type Anchor = ReturnType<typeof readAnchor>;

/** A finding, on its way out of the checks below. */
class Found extends Error {
  readonly problem: AuditProblem;

  constructor(seq: number, kind: AuditProblem["kind"], message: string) {
    super(message);
    this.problem = { seq, kind, message };
  }
}

/**
 * Reads the whole trail, and the runs that it tells of, and names the first record that is not as it was written.
 * `anchor` is what was noted beside the database.
 */
export function verifyTrail(db: DatabaseSync, anchor: Anchor): AuditReport {
  const report: AuditReport = {
    ...{ ok: true, records: 0, firstSeq: 0, lastSeq: 0, pruned: 0, begunAnew: null, problem: null },
  };
  try {
    inOneState(db, () => check(db, anchor, report));
    return report;
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    return { ...report, ok: false, problem: error.problem };
  }
}

/** Fills the report in as it reads. @throws Found */
function check(db: DatabaseSync, anchor: Anchor, report: AuditReport): void {
  const begin = db.prepare("SELECT seq, hash FROM audit_start").get() as unknown as ChainEnd | undefined;
  if (!begin) throw new Found(1, "removed", "The note of where the audit trail begins was removed from the database.");
  report.pruned = begin.seq;
  const runs = createRunCheck(db);
  const movedFrom = db.prepare("SELECT seq FROM audit WHERE previous = ?");
  let previous = begin;
  let prunedTo: Record<string, unknown> | null = null;
  let anchorLost: AuditRecord | null = null;
  for (const row of db.prepare(`SELECT ${AUDIT_COLUMNS} FROM audit ORDER BY seq`).iterate()) {
    const record = row as unknown as AuditRecord;
    checkRecord(record, previous, report.records === 0, (hash) => movedFrom.get(hash)?.seq as number | undefined);
    checkAnchored(record, anchor);
    const detail = parseDetail(record.detail) ?? {};
    if (record.kind === "audit.pruned") prunedTo = detail;
    if (record.kind === ANCHOR_LOST) anchorLost ??= record;
    if (record.kind === "history.set_aside") report.begunAnew = toBegunAnew(record, detail);
    runs.told(record, detail);
    report.firstSeq ||= record.seq;
    report.lastSeq = record.seq;
    report.records += 1;
    previous = record;
  }
  if (begin.seq > 0 && (prunedTo?.seq !== begin.seq || prunedTo.hash !== begin.hash))
    throw new Found(
      begin.seq + 1,
      "removed",
      `The audit trail begins with record ${begin.seq + 1}, but says nowhere that the ones before were pruned.`,
    );
  checkEnd(db, anchor, previous, anchorLost);
  const finding = runs.finding(begin.seq > 0);
  if (finding) throw new Found(finding.seq, finding.kind, finding.message);
}

function checkRecord(
  record: AuditRecord,
  previous: ChainEnd,
  isFirst: boolean,
  nextOf: (hash: string) => number | undefined,
): void {
  const { seq, hash } = record;
  if (seq !== previous.seq + 1) {
    const [from, to] = [previous.seq + 1, seq - 1];
    const which =
      from === to ? `Record ${from} of the audit trail was` : `Records ${from} to ${to} of the audit trail were`;
    throw new Found(from, "removed", `${which} removed.`);
  }
  if (toHash(record) !== hash) {
    // In its right place the record after it names its hash.
    const next = nextOf(hash);
    if (next !== undefined && next !== seq + 1)
      throw new Found(
        seq,
        "moved",
        `Record ${seq} of the audit trail was put in the place of another; it was record ${next - 1}.`,
      );
    throw new Found(seq, "changed", `Record ${seq} of the audit trail was changed.`);
  }
  if (record.previous === previous.hash) return;
  if (isFirst)
    throw new Found(seq, "changed", `Record ${seq} of the audit trail does not follow what was there before it.`);
  // The record itself is consistent, so it was the one before that was written anew, with a hash of its own.
  throw new Found(
    previous.seq,
    "changed",
    `Record ${previous.seq} of the audit trail was changed: record ${seq} is bound to another one.`,
  );
}

function checkAnchored({ seq, hash }: AuditRecord, anchor: Anchor): void {
  if (anchor === null || anchor === "unreadable" || anchor.seq !== seq || anchor.hash === hash) return;
  throw new Found(
    seq,
    "changed",
    `Record ${seq} of the audit trail, or one before it, was written anew: its hash is not the one that was noted beside the database.`,
  );
}

/** Whether the trail goes as far as it once did, by the note beside the database and the one inside it. */
function checkEnd(db: DatabaseSync, anchor: Anchor, last: ChainEnd, anchorLost: AuditRecord | null): void {
  const noted = db.prepare("SELECT seq, is_anchored FROM audit_head").get() as
    | { seq: number; is_anchored: number }
    | undefined;
  if (anchor === "unreadable")
    throw new Found(
      last.seq,
      "unreadable",
      "audit-head.json, which tells where the audit trail ends, cannot be read. Whether records are missing at the end cannot be told.",
    );
  const once = Math.max(anchor?.seq ?? 0, noted?.seq ?? 0);
  if (once > last.seq)
    throw new Found(
      last.seq + 1,
      "cut_off",
      `The audit trail ends with record ${last.seq}, but once went on to record ${once} at least. The end was removed, or lost in a power failure.`,
    );
  if (!noted)
    throw new Found(last.seq, "anchor_missing", "The database's own note of where the audit trail ends was removed.");
  const mayMean =
    "It may have been removed so that a missing end does not show, or lost when the folder was copied or restored without it.";
  if (anchor === null && noted.is_anchored === 1)
    throw new Found(
      last.seq,
      "anchor_missing",
      `audit-head.json, which tells where the audit trail ends, is missing. ${mayMean} By the database the trail ends with record ${last.seq}.`,
    );
  if (anchorLost) {
    const isUnreadable = parseDetail(anchorLost.detail)?.found === "unreadable";
    const how = isUnreadable ? "could not be read" : "was missing";
    throw new Found(
      anchorLost.seq,
      isUnreadable ? "unreadable" : "anchor_missing",
      `audit-head.json, which tells where the audit trail ends, ${how} at ${anchorLost.at}, as record ${anchorLost.seq} notes. ${mayMean} By the database the trail then ended with record ${anchorLost.seq - 1}.`,
    );
  }
}

const toBegunAnew = ({ at }: AuditRecord, { file, lastSeq }: Record<string, unknown>): AuditReport["begunAnew"] => ({
  at,
  file: typeof file === "string" ? file : null,
  lastSeq: typeof lastSeq === "number" ? lastSeq : null,
});
