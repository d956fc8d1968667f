import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HistoryFilter } from "#shared/history-schema.ts";
import type { HistoryService } from "../../../../../electron/core/store/history/history-service.ts";
import { newFolder, openService } from "./open-service.ts";
import { endOf, newRun, refusalOf } from "./sample-runs.ts";

let folder: string;
let remove: () => void;
let service: HistoryService;
let living: string[];
beforeEach(() => {
  ({ folder, remove } = newFolder());
  living = ["p1"];
  service = openService(folder, { living });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  service.close();
  remove();
});

const keep = (fields: Parameters<typeof newRun>[0] = {}, result: Parameters<typeof endOf>[1] = {}): number => {
  const run = newRun(fields);
  const { seq } = service.begin(run);
  service.end(seq, run, endOf(run, result));
  return seq;
};
const seqs = (filter: HistoryFilter, before: number | null = null, size = 50) =>
  service.list(filter, before, size).entries.map(({ seq }) => seq);

describe("a run", () => {
  it("is there from before it starts until after its end, with all that belongs to it", () => {
    const run = newRun({ code: "# greets\nprint('Ada')\n" });
    const { seq, entry } = service.begin(run);
    expect(entry).toMatchObject({ seq, ending: "running", preview: "print('Ada')", exitCode: null });
    const end = endOf(run, { stdout: "Ada", stderr: "oh" });
    end.pieces = [
      [0, 2],
      [1, 2],
      [0, 1],
    ];
    end.stdin = { text: "yes\n", truncated: false, whole: false };
    service.end(seq, run, end);
    const record = service.record({ id: run.id });
    expect(record).toMatchObject({ seq, ending: "completed", exitCode: 0, files: run.files, stdin: end.stdin });
    expect(record?.result).toEqual(end.result);
    expect(record?.settings).toEqual(run.settings);
    expect(record?.transcript).toEqual([
      { stream: "stdout", text: "Ad" },
      { stream: "stderr", text: "oh" },
      { stream: "stdout", text: "a" },
    ]);
  });

  it("that was refused has its code and the reason", () => {
    const run = newRun({ backend: null, code: "import os" });
    const { seq } = service.end(null, run, refusalOf(run));
    expect(service.record({ seq })).toMatchObject({
      ...{ ending: "refused", errorCode: "policy_forbids", backend: null, result: null },
      ...{ files: run.files, error: { code: "policy_forbids", message: "It may not run." } },
    });
    expect(service.repeat(seq, "window", "policy_forbids", 7, Date.now())?.repeats).toBe(7);
    expect(service.metrics(1)).toMatchObject({ runs: 8, refused: 8 });
  });

  it("counts refusals only where it is one of their kind: another may have its number since the history was set aside", () => {
    const ran = keep();
    const run = newRun({ source: "http" });
    const { seq } = service.end(null, run, refusalOf(run, "rate_limited"));
    const wrong = [[ran, "http", "rate_limited"] as const, [seq, "cli", "rate_limited"] as const];
    for (const [number, source, code] of [...wrong, [seq, "http", "policy_forbids"] as const])
      expect(service.repeat(number, source, code, 5, Date.now())).toBeNull();
    expect(service.repeat(seq, "http", "rate_limited", 2, Date.now())?.repeats).toBe(2);
    expect(service.record({ seq: ran })?.repeats).toBe(0);
    expect(service.auditPart(0).text).toContain('"detail":{"code":"rate_limited","times":5}');
    expect(service.verify().ok).toBe(true);
  });

  it.each(["running", "completed", "interrupted"])(
    "that is %s is found by its id, also where that was sent again and refused",
    (ending) => {
      const first = newRun({ id: "same" });
      const { seq } = service.begin(first);
      if (ending === "completed") service.end(seq, first, endOf(first));
      const [again, later] = [newRun({ id: "same" }), newRun({ id: "refused" })];
      service.end(null, again, refusalOf(again));
      service.end(null, later, refusalOf(later));
      if (ending === "interrupted") openService(folder, { process: "p2", living: [] }).close();
      expect(service.record({ id: "same" })).toMatchObject({ seq, ending });
      expect(service.record({ id: "refused" })?.ending).toBe("refused");
    },
  );

  it("whose process is gone without an end is interrupted; one whose process lives is not", () => {
    const lost = service.begin(newRun()).seq;
    service.close();
    service = openService(folder, { process: "p2", living: ["p2"] });
    const own = service.begin(newRun()).seq;
    expect([service.record({ seq: lost })?.ending, service.record({ seq: own })?.ending]).toEqual([
      "interrupted",
      "running",
    ]);
    const other = openService(folder, { process: "p3", living: ["p2", "p3"] });
    expect(other.record({ seq: own })?.ending).toBe("running");
    other.close();
  });

  it("that is larger than anything may be is kept in part, and says so", () => {
    const run = newRun({ code: "x".repeat(3 * 1024 * 1024) });
    const { seq } = service.end(null, run, refusalOf(run));
    const record = service.record({ seq });
    expect(record?.filesTruncated).toBe(true);
    expect(record?.files[0]?.content).toHaveLength(1024 * 1024);
    expect(record?.codeBytes).toBe(3 * 1024 * 1024);
  });
});

describe("the list", () => {
  it("is cut into pages that neither repeat nor miss a run, also while others come and go", () => {
    const all = Array.from({ length: 25 }, () => keep()).reverse();
    const first = service.list({}, null, 10);
    keep();
    service.remove([all[4] as number, all[12] as number], "window");
    const second = service.list({}, first.next, 10);
    const third = service.list({}, second.next, 10);
    expect(first.entries.map(({ seq }) => seq)).toEqual(all.slice(0, 10));
    expect([...second.entries, ...third.entries].map(({ seq }) => seq)).toEqual(
      all.slice(10).filter((seq) => seq !== all[12]),
    );
    expect(third.next).toBeNull();
  });

  it("is filtered by everything at once", () => {
    const monday = Date.parse("2026-03-02T10:00:00Z");
    const wanted = keep(
      { at: monday, language: "javascript", backend: "local", source: "cli", code: "console.log(Total_42%)" },
      { outcome: "failed" },
    );
    keep({ at: monday - 86_400_000, language: "javascript", backend: "local", source: "cli", code: "total_42%" });
    keep({ language: "python" });
    const filters: HistoryFilter[] = [
      { languages: ["javascript"], endings: ["failed"] },
      { backends: ["local"], from: "2026-03-02T00:00:00Z" },
      { sources: ["cli"], from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z" },
      { text: "total_42%)" },
      { text: "42%)", endings: ["failed", "completed"] },
      { text: "%)" },
    ];
    for (const filter of filters) {
      expect([filter, seqs(filter)]).toEqual([filter, [wanted]]);
      expect(service.count(filter)).toBe(1);
    }
    expect(seqs({ languages: [] })).toEqual([]);
  });

  it.each([
    ['"', true],
    ["*", false],
    ['print("', true],
    ["a OR b", false],
    ["NEAR(", false],
    ["höhe", true],
    ["Ω", true],
    ["ω", true],
    ["ÖH", true],
    [" Ω", true],
    ["hh", false],
    ["€", false],
    ["\\d+", true],
    ["%", false],
    ["_", false],
    ["'; DROP TABLE runs; --", false],
    ["\0abc", false],
    ["\0", false],
    ["İ", true],
    ["İa", true],
    ["aİ", false],
    ["İab", true],
  ])("finds %j as it stands in the code, whatever it means elsewhere", (text, isThere) => {
    const seq = keep({ code: 'print("Höhe", r"\\d+", Ω, "İab")' });
    expect(seqs({ text })).toEqual(isThere ? [seq] : []);
  });
});

describe("what another process does", () => {
  let other: HistoryService;
  beforeEach(() => {
    keep();
    living.push("p2");
    other = openService(folder, { process: "p2", living });
  });
  afterEach(() => other.close());
  const look = () => {
    const { entries, flags, ...rest } = service.elsewhere();
    return {
      runs: entries.map(({ seq, ending }) => [seq, ending]),
      flags: flags.map(({ source }) => source),
      ...rest,
    };
  };
  const nothing = { runs: [], flags: [], isMore: false, areRunning: false };

  it("is told once: a run that began, and that it ended; never what happened here", () => {
    keep();
    expect(look()).toEqual(nothing);
    const run = newRun();
    const { seq } = other.begin(run);
    expect(look()).toEqual({ ...nothing, runs: [[seq, "running"]], areRunning: true });
    expect(look()).toEqual({ ...nothing, areRunning: true });
    keep();
    other.end(seq, run, endOf(run));
    expect(look()).toEqual({ ...nothing, runs: [[seq, "completed"]] });
    expect(look()).toEqual(nothing);
  });

  it("is told where runs are gone, but not of those that were removed here", () => {
    const [kept, gone] = [keep(), keep()];
    other.note("something.else", "cli", {}, Date.now());
    service.remove([gone], "window");
    expect(look()).toEqual(nothing);
    other.remove([kept], "cli");
    expect(look()).toEqual({ ...nothing, isMore: true });
    expect(look()).toEqual(nothing);
  });

  it.each([
    ["remove", (gone: number) => service.remove([gone], "window")],
    ["remove nothing", () => service.remove([999], "window")],
    ["clear", () => service.clear("window")],
    ["prune", () => service.prune({ days: 90, runs: 1_000_000, bytes: 1e12, auditDays: 365 }, false)],
    ["interrupt others", () => service.interrupt()],
  ])("is told, too, where this process does something in between: %s", (what, change) => {
    const [gone, theirs] = [keep({ at: Date.parse("2020-01-01T00:00:00Z") }), keep()];
    const third = openService(folder, { process: "p3", living });
    third.begin(newRun());
    third.close();
    const ending = newRun();
    const ended = other.begin(ending).seq;
    look();
    const begun = other.begin(newRun()).seq;
    other.end(ended, ending, endOf(ending));
    if (what !== "clear") other.remove([theirs], "cli");
    change(gone);
    const runs = [...(what === "clear" ? [] : [[ended, "completed"]]), [begun, "running"]];
    expect(look()).toEqual({ ...nothing, runs, isMore: what !== "clear", areRunning: true });
    expect(look()).toEqual({ ...nothing, areRunning: true });
  });

  it("is told where it raises a flag: each once, and none that was raised here", () => {
    const meet = (where: HistoryService, source: "cli" | "window") => {
      const run = newRun({ source });
      return where.end(null, run, endOf(run, { outcome: "time_limit" }, { runs: 2, withinMs: 60_000 })).flag?.id;
    };
    for (let count = 0; count < 2; count += 1) meet(service, "window");
    for (let count = 0; count < 3; count += 1) meet(other, "cli");
    expect(look().flags).toEqual(["cli"]);
    meet(other, "cli");
    meet(service, "window");
    expect(look().flags).toEqual([]);
    expect(service.flags()).toHaveLength(2);
  });

  it("is known to be over where its process is gone", () => {
    const { seq } = other.begin(newRun());
    expect(look().areRunning).toBe(true);
    expect(service.interrupt()).toEqual([]);
    living.pop();
    expect(service.interrupt().map((entry) => [entry.seq, entry.ending])).toEqual([[seq, "interrupted"]]);
    expect(look()).toEqual(nothing);
  });
});

describe("what is deleted", () => {
  it("is gone from the list, the search and the records; its number is not used again", () => {
    const seq = keep({ code: "unmistakable" });
    const running = service.begin(newRun()).seq;
    expect(service.remove([seq, running, 999], "window")).toEqual([seq]);
    expect([service.record({ seq }), seqs({ text: "unmistakable" }), seqs({ text: "un" })]).toEqual([null, [], []]);
    expect(keep()).toBeGreaterThan(running);
    expect(service.auditPart(0).text).toContain('"kind":"history.deleted"');
  });

  it.each([false, true])("all at once leaves what runs, and the trail (something runs: %s)", (isRunning) => {
    keep({ code: "unmistakable" });
    keep();
    const running = isRunning ? [service.begin(newRun()).seq] : [];
    expect(service.clear("cli")).toBe(2);
    expect([seqs({}), seqs({ text: "unmistakable" })]).toEqual([running, []]);
    const after = keep({ code: "unmistakable" });
    expect([seqs({ text: "unmistakable" }), seqs({ text: "un" })]).toEqual([[after], [after]]);
    service.remove([after], "cli");
    expect([seqs({ text: "unmistakable" }), seqs({ text: "un" })]).toEqual([[], []]);
    expect(service.auditPart(0).text).toContain('"kind":"history.cleared"');
    expect(service.verify().ok).toBe(true);
  });
});

describe("an export", () => {
  const exported = (format: "jsonl" | "csv", selection: Parameters<HistoryService["exportPart"]>[1]) => {
    let text = "";
    let after: number | null = null;
    do {
      const part = service.exportPart(format, selection, after);
      text += part.text;
      after = part.next;
    } while (after !== null);
    return text;
  };

  it("as JSON Lines has every run whole, over many parts", () => {
    const all = Array.from({ length: 120 }, (_, index) => keep({ code: `${index} `.repeat(3_000) })).reverse();
    const records = exported("jsonl", {})
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { seq: number });
    expect(records.map(({ seq }) => seq)).toEqual(all);
    expect(records[0]).toEqual(service.record({ seq: all[0] as number }));
    const some = all.filter((_, index) => index % 3 === 0);
    const chosen = exported("jsonl", { seqs: [...some].reverse() })
      .trimEnd()
      .split("\n");
    expect(chosen.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(some);
  });

  it("as CSV quotes what needs it, and no cell is a formula", () => {
    keep({ code: '=HYPERLINK("http://x")' }, { stdout: 'a,"b"\nc', stderr: "=a;b" });
    keep({ code: "a;b" }, { stdout: "a\tb" });
    const text = exported("csv", { filter: {} });
    expect(text.startsWith("\uFEFFnumber,id,at,")).toBe(true);
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(text).toContain('"a,""b""\nc","\'=a;b"');
    expect(text).toContain('"a;b",,"a\tb",');
  });
});

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
    const preview = service.previewPrune({ ...KEEP_ALL, ...rule });
    expect([preview, seqs({}).length]).toEqual([{ runs: 1, auditRecords: 0 }, 3]);
    const pruned = service.prune({ ...KEEP_ALL, ...rule }, false);
    expect(pruned).toMatchObject({ removed: 1, message: `1 run was removed from history: ${words}.` });
    expect([seqs({}), service.record({ seq: old }), seqs({ text: "ancient" })]).toEqual([kept.reverse(), null, []]);
    expect(service.auditPart(0).text).toContain('"kind":"history.pruned"');
    expect(service.verify().ok).toBe(true);
  });

  it("by age leaves what was there before a run with a wrong clock", () => {
    const first = keep();
    const wrong = keep({ at: Date.parse("2020-01-01T00:00:00Z") });
    const last = keep();
    const pruned = service.prune({ ...KEEP_ALL, days: 90 }, false);
    expect(pruned).toMatchObject({ removed: 1, upTo: 0, message: expect.stringContaining("older than 90 days.") });
    expect([seqs({}), service.record({ seq: wrong })]).toEqual([[last, first], null]);
    expect(service.prune({ ...KEEP_ALL, days: 90 }, false)?.removed).toBe(0);
  });

  it("by age and by number says both", () => {
    keep({ at: Date.now() - 100 * DAY });
    const kept = [keep(), keep(), keep()].slice(1);
    const { removed, message } = service.prune({ ...KEEP_ALL, days: 90, runs: 2 }, false) ?? {};
    expect([removed, message]).toEqual([
      2,
      "2 runs were removed from history: older than 90 days, or beyond the newest 2.",
    ]);
    expect(seqs({})).toEqual(kept.reverse());
  });

  it("by size counts bytes, not letters", () => {
    const [first, second] = ["x", "字"].map((letter) => keep({ code: letter.repeat(10_000) }));
    expect(service.numbers().recordBytes).toBeGreaterThan(40_000);
    expect(service.numbers().recordBytes).toBeLessThan(50_000);
    expect(service.prune({ ...KEEP_ALL, bytes: 35_000 }, false)?.removed).toBe(1);
    expect(seqs({})).toEqual([second]);
    expect(first).toBe(1);
  });

  it("leaves what runs, and what no rule names", () => {
    const running = service.begin(newRun({ at: Date.now() - 100 * DAY })).seq;
    expect(service.prune({ ...KEEP_ALL, days: 90 }, false)).toMatchObject({ removed: 0 });
    expect(seqs({})).toEqual([running]);
  });

  it("is due at the first start, and once a day", () => {
    expect(service.prune(KEEP_ALL, true)).not.toBeNull();
    expect(service.prune(KEEP_ALL, true)).toBeNull();
    service.close();
    service = openService(folder);
    expect(service.prune(KEEP_ALL, true)).toBeNull();
  });

  it("is due again where it was last done under a clock that was ahead", () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 400 * DAY });
    expect(service.prune(KEEP_ALL, true)).not.toBeNull();
    vi.useRealTimers();
    expect(service.prune(KEEP_ALL, true)).not.toBeNull();
    expect(service.prune(KEEP_ALL, true)).toBeNull();
  });

  it("has happened, whether or not the disk gets its room back", () => {
    keep({ at: Date.now() - 100 * DAY });
    const exec = vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (this: DatabaseSync, sql) {
      if (sql.includes("vacuum")) throw Object.assign(new Error("database is locked"), { errcode: 5 });
      this.prepare(sql).run();
    });
    expect(service.prune({ ...KEEP_ALL, days: 90 }, false)?.removed).toBe(1);
    expect(exec).toHaveBeenCalledWith("PRAGMA incremental_vacuum");
  });
});

describe("flags", () => {
  const abuse = { runs: 3, withinMs: 60_000 };
  const meet = (outcome: "time_limit" | "memory_limit", at: number, source: "http" | "window" = "http") => {
    const run = newRun({ source, at });
    return service.end(null, run, endOf(run, { outcome }, abuse));
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
    expect(service.flags()).toHaveLength(1);
    expect(service.auditPart(0).text.match(/abuse\.flagged/g)).toHaveLength(1);
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
    expect(service.flags()).toHaveLength(2);
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
      return service.end(null, run, endOf(run, { outcome: "failed", stderr }, abuse)).flag?.kind;
    });
    expect(flags).toEqual([undefined, undefined, "process_limit"]);
  });
});

describe("insights", () => {
  it("count days, kinds, percentiles, the pool and the limits", () => {
    for (let ms = 1; ms <= 100; ms += 1) keep({}, { wallMs: ms, firstOutputMs: ms / 10, warm: ms > 20 });
    keep({ language: "javascript", backend: "local" }, { outcome: "time_limit", wallMs: 30_000, warm: false });
    keep({ at: Date.now() - 40 * 24 * 60 * 60_000 });
    const found = service.metrics(30);
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
    const { entry } = service.end(null, waited, endOf(waited, stopped));
    expect(entry).toMatchObject({ ending: "cancelled", backend: null });
    expect(service.metrics(1)).toMatchObject({
      ...{ runs: 4, isolated: 1, warm: 1, wallMs: { count: 1, p50: 40 }, firstOutputMs: { count: 1 } },
      byBackend: [{ name: "docker", runs: 3 }],
    });
  });

  it("of today have the flags since midnight, as they have the runs", () => {
    const midnight = new Date(2026, 2, 2).getTime();
    vi.useFakeTimers({ toFake: ["Date"], now: midnight + 8 * 60 * 60_000 });
    const meet = (source: "cli" | "http", at: number) => {
      const run = newRun({ source, at });
      service.end(null, run, endOf(run, { outcome: "time_limit" }, { runs: 1, withinMs: 60_000 }));
    };
    meet("cli", midnight - 60 * 60_000);
    meet("http", midnight + 60 * 60_000);
    meet("cli", midnight + 24 * 60 * 60_000);
    const flagsOf = (days: number) => service.metrics(days).flags.map(({ source }) => source);
    expect([service.metrics(1).runs, flagsOf(1), flagsOf(2)]).toEqual([1, ["http"], ["http", "cli"]]);
  });

  it("are nothing where nothing ran", () => {
    expect(service.metrics(7)).toMatchObject({ runs: 0, wallMs: null, byLanguage: [], isolated: 0, flags: [] });
  });
});
