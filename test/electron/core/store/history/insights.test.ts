import { describe, expect, it, vi } from "vitest";
import { historyForEach } from "./history-for-each.ts";
import { endOf, newRun } from "./sample-runs.ts";

const history = historyForEach();
const { keep } = history;

describe("flags", () => {
  const abuse = { runs: 3, withinMs: 60_000 };
  const meet = (outcome: "time_limit" | "memory_limit", at: number, source: "http" | "window" = "http") => {
    const run = newRun({ source, at });
    return history.service.end(null, run, endOf(run, { outcome }, abuse));
  };

  it("are raised by runs of one source into one limit within the time, and name them", () => {
    const at = Date.now() - 30_000;
    const first = meet("time_limit", at);
    meet("memory_limit", at + 1);
    meet("time_limit", at + 2, "window");
    const second = meet("time_limit", at + 3);
    expect([first.flag, second.flag]).toEqual([null, null]);
    const third = meet("time_limit", at + 4);
    expect(third.flag).toMatchObject({ kind: "time_limit", source: "http", count: 3 });
    expect(third.flag?.seqs).toEqual([third.seq, second.seq, first.seq]);
    expect(meet("time_limit", at + 5).flag).toMatchObject({ id: third.flag?.id, count: 4 });
    expect(history.service.flags()).toHaveLength(1);
    expect(history.service.auditPart(0).text.match(/abuse\.flagged/g)).toHaveLength(1);
  });

  it("are not raised by runs that lie further apart", () => {
    const at = Date.now() - 600_000;
    for (let count = 0; count < 5; count += 1) expect(meet("time_limit", at + count * 50_000).flag).toBeNull();
  });

  it("are not raised by runs of a clock that was ahead, and extend none that it raised", () => {
    const at = Date.now() - 600_000;
    for (let count = 0; count < 3; count += 1) meet("time_limit", at + 3_600_000 + count);
    for (let count = 0; count < 2; count += 1) expect(meet("time_limit", at + count).flag).toBeNull();
    expect(meet("time_limit", at + 2).flag).toMatchObject({ count: 3, firstAt: new Date(at + 100).toISOString() });
    expect(history.service.flags()).toHaveLength(2);
  });

  it("count a run that another process has written a moment before, with a time that is a moment later", () => {
    const at = Date.now() - 30_000;
    const met = [5, 4, 3, 2].map((moment) => meet("time_limit", at + moment).flag);
    expect(met).toEqual([null, null, expect.objectContaining({ count: 3 }), expect.objectContaining({ count: 4 })]);
    expect(met[3]?.id).toBe(met[2]?.id);
  });

  it("are raised by a program that asks for processes it may not have", () => {
    const flags = Array.from({ length: 3 }, () => {
      const run = newRun();
      const stderr = "RuntimeError: can't start new thread";
      return history.service.end(null, run, endOf(run, { outcome: "failed", stderr }, abuse)).flag?.kind;
    });
    expect(flags).toEqual([undefined, undefined, "process_limit"]);
  });
});

describe("insights", () => {
  it("count days, kinds, percentiles, the pool and the limits", () => {
    for (let ms = 1; ms <= 100; ms += 1) keep({}, { wallMs: ms, firstOutputMs: ms / 10, warm: ms > 20 });
    keep({ language: "javascript", backend: "local" }, { outcome: "time_limit", wallMs: 30_000, warm: false });
    keep({ at: Date.now() - 40 * 24 * 60 * 60_000 });
    const found = history.service.metrics(30);
    expect(found).toMatchObject({
      ...{ runs: 101, refused: 0, isolated: 100, warm: 80 },
      wallMs: { count: 101, p50: 51, p90: 91, p99: 100, max: 30_000 },
      firstOutputWarmMs: { count: 80 },
      byLanguage: [
        { name: "python", runs: 100 },
        { name: "javascript", runs: 1 },
      ],
      limitsHit: { time_limit: 1, memory_limit: 0, output_limit: 0, process_limit: 0 },
    });
    expect(found.byDay).toHaveLength(30);
    expect(found.byDay.reduce((sum, { runs }) => sum + runs, 0)).toBe(101);
    expect(found.byDay.at(-1)).toMatchObject({ good: 100, limited: 1 });
  });

  it("leave out of containers and times what was stopped before it began, or could not be prepared", () => {
    const stopped = { outcome: "cancelled" as const, wallMs: 0, firstOutputMs: null, warm: false };
    keep({}, { wallMs: 40 });
    keep({}, { outcome: "failed", wallMs: 0, firstOutputMs: null, warm: false });
    // Stopped while its sandbox was being made.
    keep({}, stopped);
    // Stopped while it waited for its turn: where it would have run was not decided yet.
    const waited = newRun({ backend: null });
    const { entry } = history.service.end(null, waited, endOf(waited, stopped));
    expect(entry).toMatchObject({ ending: "cancelled", backend: null });
    expect(history.service.metrics(1)).toMatchObject({
      ...{ runs: 4, isolated: 1, warm: 1, wallMs: { count: 1, p50: 40 }, firstOutputMs: { count: 1 } },
      byBackend: [{ name: "docker", runs: 3 }],
    });
  });

  it("of today have the flags since midnight, as they have the runs", () => {
    const midnight = new Date(2026, 2, 2).getTime();
    vi.useFakeTimers({ toFake: ["Date"], now: midnight + 8 * 60 * 60_000 });
    const meet = (source: "cli" | "http", at: number) => {
      const run = newRun({ source, at });
      history.service.end(null, run, endOf(run, { outcome: "time_limit" }, { runs: 1, withinMs: 60_000 }));
    };
    meet("cli", midnight - 60 * 60_000);
    meet("http", midnight + 60 * 60_000);
    meet("cli", midnight + 24 * 60 * 60_000);
    const flagsOf = (days: number) => history.service.metrics(days).flags.map(({ source }) => source);
    expect([history.service.metrics(1).runs, flagsOf(1), flagsOf(2)]).toEqual([1, ["http"], ["http", "cli"]]);
  });

  it("are nothing where nothing ran", () => {
    expect(history.service.metrics(7)).toMatchObject({ runs: 0, wallMs: null, byLanguage: [], isolated: 0, flags: [] });
  });
});
