import { expect, it } from "vitest";
import type { CommandInput } from "#shared/contract.ts";
import { findRetentionLoss, toLossWords } from "#shared/retention-loss.ts";
import { SETTINGS, type SettingEntry, type SettingKey, type SettingValue } from "#shared/settings.ts";

const entry = (key: SettingKey, more: Partial<SettingEntry> = {}): SettingEntry => ({
  ...{ key, value: SETTINGS[key].default, source: "default", lockedBy: null, min: 1, max: null, ceilingBy: null },
  ...more,
});

it.each<[string, [SettingKey, SettingValue, Partial<SettingEntry>?][], object | null]>([
  ["a shorter time", [["retention.days", 9]], { days: 9 }],
  ["a longer time", [["retention.days", 200]], null],
  ["one that is locked", [["retention.days", 9, { lockedBy: "Room 12" }]], null],
  ["one that the core refuses", [["retention.days", 0]], null],
  ["one that is no whole number", [["retention.runs", 100.5]], null],
  ["a smaller number", [["retention.runs", 100]], { runs: 100 }],
  ["a smaller size", [["retention.bytes", 8_388_608]], { bytes: 8_388_608 }],
  ["a shorter trail", [["retention.auditDays", 30]], { auditDays: 30 }],
  [
    "several, of which one is less",
    [
      ["retention.days", 200],
      ["retention.runs", 100],
      ["limits.wallMs", 1],
    ],
    { runs: 100 },
  ],
  ["another setting", [["limits.wallMs", 1_000]], null],
])("%s asks the core for what it removes, or for nothing", async (_, changes, rules) => {
  const asked: unknown[] = [];
  const call = async (_: string, input: CommandInput<"history.previewPrune">) => {
    asked.push(input.rules);
    return { ok: true, value: { runs: 40, auditRecords: 0 } } as const;
  };
  const loss = await findRetentionLoss(
    call,
    changes.map(([key, next, more]) => ({ entry: entry(key, more), next })),
  );
  expect([loss, asked]).toEqual(rules ? [{ runs: 40, auditRecords: 0 }, [rules]] : [null, []]);
});

it("nothing is asked about where nothing goes, or the history cannot be read", async () => {
  const changes = [{ entry: entry("retention.days"), next: 9 }];
  const none = async () => ({ ok: true, value: { runs: 0, auditRecords: 0 } }) as const;
  const failing = async () => ({ ok: false, error: { code: "internal", message: "" } }) as const;
  expect(await findRetentionLoss(none, changes)).toBeNull();
  expect(await findRetentionLoss(failing, changes)).toBeNull();
});

it.each([
  [1, 0, "1 run"],
  [1_200, 0, "1,200 runs"],
  [0, 1, "1 record of the audit trail"],
  [3, 40, "3 runs and 40 records of the audit trail"],
])("%d runs and %d records are said as “%s”", (runs, auditRecords, words) =>
  expect(toLossWords({ runs, auditRecords })).toBe(words),
);
