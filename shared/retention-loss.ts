import type { CommandInput, CommandOutput } from "./contract.ts";
import type { Reply } from "./errors.ts";
import type { SettingEntry, SettingKey, SettingValue } from "./settings.ts";

/** What goes for good where retention settings get lower values. */
export type RetentionLoss = CommandOutput<"history.previewPrune">;

type Rules = CommandInput<"history.previewPrune">["rules"];
const RULES: Readonly<Partial<Record<SettingKey, keyof Rules>>> = {
  "retention.days": "days",
  "retention.runs": "runs",
  "retention.bytes": "bytes",
  "retention.auditDays": "auditDays",
};

type Call = (
  name: "history.previewPrune",
  input: CommandInput<"history.previewPrune">,
) => Promise<Reply<CommandOutput<"history.previewPrune">>>;

/** A setting as it is, and the value that it would get. */
export interface SettingChange {
  entry: SettingEntry;
  next: SettingValue;
}

/**
 * What would go at once if these settings had those values; `null` where nothing would. What the core refuses anyway
 * (locked, out of range) removes nothing, and neither does a history that cannot be read.
 */
export async function findRetentionLoss(call: Call, changes: readonly SettingChange[]): Promise<RetentionLoss | null> {
  const rules: Rules = {};
  for (const change of changes) {
    const rule = RULES[change.entry.key];
    if (rule !== undefined && isLess(change)) rules[rule] = change.next as number;
  }
  if (Object.keys(rules).length === 0) return null;
  const preview = await call("history.previewPrune", { rules });
  return preview.ok && preview.value.runs + preview.value.auditRecords > 0 ? preview.value : null;
}

function isLess({ entry: { value, lockedBy, min }, next }: SettingChange): boolean {
  if (lockedBy !== null || typeof next !== "number" || typeof value !== "number") return false;
  return Number.isInteger(next) && next < value && next >= (min ?? 0);
}

/** What would be removed, as a part of a sentence: `12 runs and 40 records of the audit trail`. */
export function toLossWords({ runs, auditRecords }: RetentionLoss): string {
  const parts = [
    runs > 0 && `${runs.toLocaleString("en")} ${runs === 1 ? "run" : "runs"}`,
    auditRecords > 0 &&
      `${auditRecords.toLocaleString("en")} ${auditRecords === 1 ? "record" : "records"} of the audit trail`,
  ];
  return parts.filter((part) => part !== false).join(" and ");
}
