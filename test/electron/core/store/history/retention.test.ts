import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, vi } from "vitest";
import { historyForEach } from "./history-for-each.ts";
import { newRun } from "./sample-runs.ts";

const history = historyForEach();
const { keep, seqs } = history;

describe("retention", () => {
  const DAY = 24 * 60 * 60_000;
  const KEEP_ALL = { days: 3_650, runs: 1_000_000, bytes: 1e12, auditDays: 3_650 };
  it.each([
    ["age", { days: 90 }, "older than 90 days"],
    ["number", { runs: 2 }, "beyond the newest 2"],
    ["size", { bytes: 2_048 }, "beyond 2 KB"],
  ])("by %s removes the oldest, says so, and notes it", (_, rule, words) => {
    const old = keep({ at: Date.now() - 100 * DAY, code: "ancient ".repeat(200) });
    const kept = [keep(), keep()];
    const preview = history.service.previewPrune({ ...KEEP_ALL, ...rule });
    expect([preview, seqs({}).length]).toEqual([{ runs: 1, auditRecords: 0 }, 3]);
    const pruned = history.service.prune({ ...KEEP_ALL, ...rule }, false);
    expect(pruned).toMatchObject({ removed: 1, message: `1 run was removed from history: ${words}.` });
    expect([seqs({}), history.service.record({ seq: old }), seqs({ text: "ancient" })]).toEqual([
      kept.reverse(),
      null,
      [],
    ]);
    expect(history.service.auditPart(0).text).toContain('"kind":"history.pruned"');
    expect(history.service.verify().ok).toBe(true);
  });

  it("by age leaves what was there before a run with a wrong clock", () => {
    const first = keep();
    const wrong = keep({ at: Date.parse("2020-01-01T00:00:00Z") });
    const last = keep();
    const pruned = history.service.prune({ ...KEEP_ALL, days: 90 }, false);
    expect(pruned).toMatchObject({ removed: 1, upTo: 0, message: expect.stringContaining("older than 90 days.") });
    expect([seqs({}), history.service.record({ seq: wrong })]).toEqual([[last, first], null]);
    expect(history.service.prune({ ...KEEP_ALL, days: 90 }, false)?.removed).toBe(0);
  });

  it("by age and by number says both", () => {
    keep({ at: Date.now() - 100 * DAY });
    const kept = [keep(), keep(), keep()].slice(1);
    const { removed, message } = history.service.prune({ ...KEEP_ALL, days: 90, runs: 2 }, false) ?? {};
    expect([removed, message]).toEqual([
      2,
      "2 runs were removed from history: older than 90 days, or beyond the newest 2.",
    ]);
    expect(seqs({})).toEqual(kept.reverse());
  });

  it("by size counts bytes, not letters", () => {
    const [first, second] = ["x", "字"].map((letter) => keep({ code: letter.repeat(10_000) }));
    expect(history.service.numbers().recordBytes).toBeGreaterThan(40_000);
    expect(history.service.numbers().recordBytes).toBeLessThan(50_000);
    expect(history.service.prune({ ...KEEP_ALL, bytes: 35_000 }, false)?.removed).toBe(1);
    expect(seqs({})).toEqual([second]);
    expect(first).toBe(1);
  });

  it("leaves what runs, and what no rule names", () => {
    const running = history.service.begin(newRun({ at: Date.now() - 100 * DAY })).seq;
    expect(history.service.prune({ ...KEEP_ALL, days: 90 }, false)).toMatchObject({ removed: 0 });
    expect(seqs({})).toEqual([running]);
  });

  it("is due at the first start, and once a day", () => {
    expect(history.service.prune(KEEP_ALL, true)).not.toBeNull();
    expect(history.service.prune(KEEP_ALL, true)).toBeNull();
    history.reopen();
    expect(history.service.prune(KEEP_ALL, true)).toBeNull();
  });

  it("is due again where it was last done under a clock that was ahead", () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 400 * DAY });
    expect(history.service.prune(KEEP_ALL, true)).not.toBeNull();
    vi.useRealTimers();
    expect(history.service.prune(KEEP_ALL, true)).not.toBeNull();
    expect(history.service.prune(KEEP_ALL, true)).toBeNull();
  });

  it("has happened, whether or not the disk gets its room back", () => {
    keep({ at: Date.now() - 100 * DAY });
    const exec = vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (this: DatabaseSync, sql) {
      if (sql.includes("vacuum")) throw Object.assign(new Error("database is locked"), { errcode: 5 });
      this.prepare(sql).run();
    });
    expect(history.service.prune({ ...KEEP_ALL, days: 90 }, false)?.removed).toBe(1);
    expect(exec).toHaveBeenCalledWith("PRAGMA incremental_vacuum");
  });
});
