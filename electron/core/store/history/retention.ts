import type { DatabaseSync } from "node:sqlite";
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
  /** No run up to this number is left, but for those under way. */
  upTo: number;
  auditRemoved: number;
  /** For the user: what was removed and by which rule. */
  message: string;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Removes what the rules no longer let be kept, oldest first, inside a transaction. Runs that are under way stay.
 * What is removed is noted in the audit trail.
 */
export function prune(db: DatabaseSync, trail: AuditTrail, rules: RetentionRules, now: number): Pruned {
  const numberOf = (sql: string, ...values: number[]) => Number(db.prepare(sql).get(...values)?.seq ?? 0);
  // The newest run that each rule removes; with it go all before it.
  const bounds = {
    age: numberOf("SELECT max(seq) AS seq FROM runs WHERE at < ?", now - rules.days * DAY_MS),
    count: numberOf("SELECT seq FROM runs ORDER BY seq DESC LIMIT 1 OFFSET ?", rules.runs),
    size: numberOf(
      "SELECT max(seq) AS seq FROM (SELECT seq, sum(bytes) OVER (ORDER BY seq DESC) AS total FROM runs) WHERE total > ?",
      rules.bytes,
    ),
  };
  const upTo = Math.max(...Object.values(bounds));
  const removed =
    upTo > 0 ? Number(db.prepare("DELETE FROM runs WHERE seq <= ? AND ending <> 'running'").run(upTo).changes) : 0;
  db.prepare("DELETE FROM flags WHERE last_at < ?").run(now - rules.days * DAY_MS);
  if (removed > 0) trail.append("history.pruned", "sandpit", { removed, upTo, rules: { ...rules } }, now);
  const auditRemoved = trail.prune(now - rules.auditDays * DAY_MS, now);

  const reasons = [
    bounds.age === upTo && `older than ${rules.days} days`,
    bounds.count === upTo && `beyond the newest ${rules.runs.toLocaleString("en")}`,
    bounds.size === upTo && `beyond ${formatBytes(rules.bytes)}`,
  ].filter((reason) => reason !== false);
  const runs = `${removed.toLocaleString("en")} ${removed === 1 ? "run was" : "runs were"}`;
  const records = `${auditRemoved.toLocaleString("en")} ${auditRemoved === 1 ? "record" : "records"} of the audit trail`;
  const sentences = [
    removed > 0 && `${runs} removed from history: ${reasons.join(", or ")}.`,
    auditRemoved > 0 && `${records} older than ${rules.auditDays} days ${auditRemoved === 1 ? "was" : "were"} removed.`,
  ].filter((sentence) => sentence !== false);
  return { removed, upTo, auditRemoved, message: sentences.join(" ") || "Nothing was old enough to be removed." };
}
