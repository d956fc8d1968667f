import { expect, it } from "vitest";
import { findRetentionLoss, toLossWords } from "#shared/retention-loss.ts";
import { SETTINGS, type SettingEntry, type SettingKey, type SettingValue } from "#shared/settings.ts";

const NOW = Date.parse("2026-03-31T12:00:00Z");

/** A history of 500 runs that take 20 MB, 40 of which are older than nine days. */
const call = async (name: string, input: object) => {
  if (name === "history.status") return { ok: true, value: { recordBytes: 20 * 1024 * 1024 } } as never;
  const { to } = (input as { filter?: { to?: string } }).filter ?? {};
  const runs = to === undefined ? 500 : to === "2026-03-22T12:00:00.000Z" ? 40 : 0;
  return { ok: true, value: { runs } } as never;
};
const entry = (key: SettingKey, more: Partial<SettingEntry> = {}): SettingEntry => ({
  ...{ key, value: SETTINGS[key].default, source: "default", lockedBy: null, min: 1, max: null, ceilingBy: null },
  ...more,
});

it.each<[SettingKey, SettingValue, string | null, Partial<SettingEntry>?]>([
  ["retention.days", 9, "40 runs older than 9 days"],
  ["retention.days", 60, null],
  ["retention.days", 200, null],
  ["retention.days", 9, null, { lockedBy: "Room 12" }],
  ["retention.days", 0, null],
  ["retention.runs", 100, "400 runs beyond the newest 100"],
  ["retention.runs", 499, "1 run beyond the newest 499"],
  ["retention.runs", 500, null],
  ["retention.bytes", 8 * 1024 * 1024, "the oldest runs, until the others take 8 MB"],
  ["retention.bytes", 64 * 1024 * 1024, null],
  ["limits.wallMs", 1_000, null],
  ["window.theme", "dark", null],
])("%s set to %j removes %j", async (key, value, words, more) => {
  const loss = await findRetentionLoss(call, entry(key, more), value, NOW);
  expect(loss && toLossWords(loss)).toBe(words);
});

it("nothing is known to go where the history cannot be read", async () => {
  const failing = async () => ({ ok: false, error: { code: "internal", message: "" } }) as never;
  for (const key of ["retention.days", "retention.runs", "retention.bytes"] as const)
    expect(await findRetentionLoss(failing, entry(key), 2)).toBeNull();
});
