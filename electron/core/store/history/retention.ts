import type { DatabaseSync } from "node:sqlite";
import type { CommandOutput, EventPayload } from "#shared/contract.ts";
import { formatBytes } from "#shared/format.ts";
import type { AuditTrail } from "./audit-trail.ts";

export interface RetentionRules {
  days: number;
  runs: number;
  bytes: number;
  auditDays: number;
}

export interface Pruned {
  removed: number;
  /** Every run that was asked for before this moment (ISO 8601, UTC) is gone, and every one up to this number, but for those under way. */
  before: string;
  upTo: number;
  auditRemoved: number;
  /** For the user: what was removed and by which rule. */
  message: string;
}

/** How many would go. */
export type PrunePreview = CommandOutput<"history.previewPrune">;

const DAY_MS = 24 * 60 * 60_000;

/** What goes under `rules`: every run before `oldest`, and every one up to `upTo`; those under way stay. */
interface Bounds {
  /** Milliseconds since 1970. */
  oldest: number;
  /** The newest run that each of these rules removes, 0 for none; with it go all before it. */
  count: number;
  size: number;
  upTo: number;
}

/** By age each run goes by its own time, because a clock that was wrong says nothing of the runs before it; by number and size the oldest of the others go first. */
function toBounds(db: DatabaseSync, rules: RetentionRules, now: number): Bounds {
  const oldest = now - rules.days * DAY_MS;
  const seqOf = (sql: string, value: number) => Number(db.prepare(sql).get(oldest, value)?.seq ?? 0);
  const kept = "(SELECT seq, bytes FROM runs WHERE at >= ? OR ending = 'running')";
  const count = seqOf(`SELECT seq FROM ${kept} ORDER BY seq DESC LIMIT 1 OFFSET ?`, rules.runs);
  const size = seqOf(
    `SELECT max(seq) AS seq FROM (SELECT seq, sum(bytes) OVER (ORDER BY seq DESC) AS total FROM ${kept}) WHERE total > ?`,
    rules.bytes,
  );
  return { oldest, count, size, upTo: Math.max(count, size) };
}

/** How much `prune` would remove under these rules. */
export function previewPrune(db: DatabaseSync, trail: AuditTrail, rules: RetentionRules, now: number): PrunePreview {
  const { oldest, upTo } = toBounds(db, rules, now);
  const count = db.prepare("SELECT count(*) AS runs FROM runs WHERE (at < ? OR seq <= ?) AND ending <> 'running'");
  return {
    runs: Number(count.get(oldest, upTo)?.runs),
    auditRecords: trail.countBefore(now - rules.auditDays * DAY_MS, now),
  };
}

/**
 * Removes what the rules no longer let be kept, inside a transaction. Runs that are under way stay. What is removed is
 * noted in the audit trail.
 */
export function prune(db: DatabaseSync, trail: AuditTrail, rules: RetentionRules, now: number): Pruned {
  const changesOf = (sql: string, value: number) => Number(db.prepare(sql).run(value).changes);
  const { oldest, upTo, ...bounds } = toBounds(db, rules, now);
  const tooOld = changesOf("DELETE FROM runs WHERE at < ? AND ending <> 'running'", oldest);
  const tooMany = upTo > 0 ? changesOf("DELETE FROM runs WHERE seq <= ? AND ending <> 'running'", upTo) : 0;
  const removed = tooOld + tooMany;
  const before = new Date(oldest).toISOString();
  db.prepare("DELETE FROM flags WHERE last_at < ?").run(oldest);
  if (removed > 0) trail.append("history.pruned", "sandpit", { removed, before, upTo, rules: { ...rules } }, now);
  const auditRemoved = trail.prune(now - rules.auditDays * DAY_MS, now);

  const reasons = [
    tooOld > 0 && `older than ${rules.days} days`,
    tooMany > 0 && bounds.count === upTo && `beyond the newest ${rules.runs.toLocaleString("en")}`,
    tooMany > 0 && bounds.size === upTo && `beyond ${formatBytes(rules.bytes)}`,
  ].filter((reason) => reason !== false);
  const runs = `${removed.toLocaleString("en")} ${removed === 1 ? "run was" : "runs were"}`;
  const records = `${auditRemoved.toLocaleString("en")} ${auditRemoved === 1 ? "record" : "records"} of the audit trail`;
  const sentences = [
    removed > 0 && `${runs} removed from history: ${reasons.join(", or ")}.`,
    auditRemoved > 0 && `${records} older than ${rules.auditDays} days ${auditRemoved === 1 ? "was" : "were"} removed.`,
  ].filter((sentence) => sentence !== false);
  return {
    removed,
    before,
    upTo,
    auditRemoved,
    message: sentences.join(" ") || "Nothing was old enough to be removed.",
  };
}

/** What was pruned, as the event says it: by bounds, so that an open list takes the rows out and stays where it is. */
export const toRemoved = ({ before, upTo }: Pruned): EventPayload<"history.removed"> => ({
  seqs: [],
  before,
  ...(upTo > 0 && { upTo }),
});
