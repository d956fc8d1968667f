import type { CommandInput, CommandOutput } from "./contract.ts";
import type { Reply } from "./errors.ts";
import { formatBytes } from "./format.ts";
import type { SettingEntry, SettingKey, SettingValue } from "./settings.ts";

const DAY_MS = 24 * 60 * 60_000;

/** What goes for good where a retention setting gets a lower value. */
export interface RetentionLoss {
  key: RetentionKey;
  value: number;
  /** How many runs; `null` where only their sizes decide. */
  runs: number | null;
}

type RetentionKey = "retention.days" | "retention.runs" | "retention.bytes";
const RETENTION_KEYS: readonly SettingKey[] = ["retention.days", "retention.runs", "retention.bytes"];

type Call = <N extends "history.count" | "history.status">(
  name: N,
  input: CommandInput<N>,
) => Promise<Reply<CommandOutput<N>>>;

/**
 * The runs that would go at once if this setting had that value; `null` where none would. What the core refuses anyway
 * (locked, out of range) removes none, and neither does a history that cannot be read.
 */
export async function findRetentionLoss(
  call: Call,
  { key, value: before, lockedBy, min }: SettingEntry,
  value: SettingValue,
  now: number = Date.now(),
): Promise<RetentionLoss | null> {
  if (!RETENTION_KEYS.includes(key) || lockedBy !== null) return null;
  if (typeof value !== "number" || typeof before !== "number" || value >= before || value < (min ?? 0)) return null;
  const loss = { key: key as RetentionKey, value };
  if (key === "retention.bytes") {
    const status = await call("history.status", {});
    return status.ok && status.value.recordBytes > value ? { ...loss, runs: null } : null;
  }
  const isByAge = key === "retention.days";
  const filter = isByAge ? { to: new Date(now - value * DAY_MS).toISOString() } : {};
  const count = await call("history.count", { filter });
  if (!count.ok) return null;
  const runs = isByAge ? count.value.runs : count.value.runs - value;
  return runs > 0 ? { ...loss, runs } : null;
}

/** What would be removed, as a sentence without its end: `12 runs that are older than 9 days`. */
export function toLossWords({ key, value, runs }: RetentionLoss): string {
  if (key === "retention.bytes" || runs === null) return `the oldest runs, until the others take ${formatBytes(value)}`;
  const count = `${runs.toLocaleString("en")} ${runs === 1 ? "run" : "runs"}`;
  if (key === "retention.runs") return `${count} beyond the newest ${value.toLocaleString("en")}`;
  return `${count} older than ${value} ${value === 1 ? "day" : "days"}`;
}
