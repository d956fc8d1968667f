import type { AuditReport } from "./history-schema.ts";

/** That the audit trail was begun anew after damage, and where the one before is: a sentence after a space, or nothing. */
export function toBegunAnewWords({ begunAnew }: Pick<AuditReport, "begunAnew">): string {
  if (!begunAnew) return "";
  const { at, file, lastSeq } = begunAnew;
  const upTo = lastSeq === null ? "" : `, up to record ${lastSeq} at least,`;
  const where = file === null ? "was set aside" : `is in ${file}`;
  return ` The trail was begun anew at ${at}, because the history was damaged; the one before${upTo} ${where}.`;
}
