import { toBegunAnewWords } from "#shared/audit-text.ts";
import type { AuditReport } from "#shared/history-schema.ts";

/** What reading the whole trail has shown, in a sentence or two. */
export function toAuditWords(report: AuditReport): string {
  const { ok, records, firstSeq, lastSeq, pruned, problem } = report;
  const begunAnew = toBegunAnewWords(report);
  if (!ok) return `${problem?.message ?? "The audit trail is not as it was written."}${begunAnew}`;
  if (records === 0) return "There are no records yet.";
  const count = records === 1 ? "1 record is as it was" : `${records.toLocaleString("en")} records are as they were`;
  const older = pruned > 0 ? ` ${pruned.toLocaleString("en")} older ones were removed by age.` : "";
  return `${count} written, from number ${firstSeq} to ${lastSeq}.${older}${begunAnew}`;
}
