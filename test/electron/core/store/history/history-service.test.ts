import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HistoryFilter } from "#shared/history-schema.ts";
import type { HistoryService } from "../../../../../electron/core/store/history/history-service.ts";
import { historyForEach } from "./history-for-each.ts";
import { openService } from "./open-service.ts";
import { endOf, newRun, refusalOf } from "./sample-runs.ts";

const history = historyForEach();
const { keep, seqs } = history;

describe("a run", () => {
  it("is there from before it starts until after its end, with all that belongs to it", () => {
    const run = newRun({ code: "# greets\nprint('Ada')\n" });
    const { seq, entry } = history.service.begin(run);
    expect(entry).toMatchObject({ seq, ending: "running", preview: "print('Ada')", exitCode: null });
    const end = endOf(run, { stdout: "Ada", stderr: "oh" });
    end.pieces = [
      [0, 2],
      [1, 2],
      [0, 1],
    ];
    end.stdin = { text: "yes\n", truncated: false, whole: false };
    history.service.end(seq, run, end);
    const record = history.service.record({ id: run.id });
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
    const { seq } = history.service.end(null, run, refusalOf(run));
    expect(history.service.record({ seq })).toMatchObject({
      ...{ ending: "refused", errorCode: "policy_forbids", backend: null, result: null },
      ...{ files: run.files, error: { code: "policy_forbids", message: "It may not run." } },
    });
    expect(history.service.repeat(seq, "window", "policy_forbids", 7, Date.now())?.repeats).toBe(7);
    expect(history.service.metrics(1)).toMatchObject({ runs: 8, refused: 8 });
  });

  it("counts refusals only where it is one of their kind: another may have its number since the history was set aside", () => {
    const ran = keep();
    const run = newRun({ source: "http" });
    const { seq } = history.service.end(null, run, refusalOf(run, "rate_limited"));
    const wrong = [[ran, "http", "rate_limited"] as const, [seq, "cli", "rate_limited"] as const];
    for (const [number, source, code] of [...wrong, [seq, "http", "policy_forbids"] as const])
      expect(history.service.repeat(number, source, code, 5, Date.now())).toBeNull();
    expect(history.service.repeat(seq, "http", "rate_limited", 2, Date.now())?.repeats).toBe(2);
    expect(history.service.record({ seq: ran })?.repeats).toBe(0);
    expect(history.service.auditPart(0).text).toContain('"detail":{"code":"rate_limited","times":5}');
    expect(history.service.verify().ok).toBe(true);
  });

  it.each(["running", "completed", "interrupted"])(
    "that is %s is found by its id, also where that was sent again and refused",
    (ending) => {
      const first = newRun({ id: "same" });
      const { seq } = history.service.begin(first);
      if (ending === "completed") history.service.end(seq, first, endOf(first));
      const [again, later] = [newRun({ id: "same" }), newRun({ id: "refused" })];
      history.service.end(null, again, refusalOf(again));
      history.service.end(null, later, refusalOf(later));
      if (ending === "interrupted") openService(history.folder, { process: "p2", living: [] }).close();
      expect(history.service.record({ id: "same" })).toMatchObject({ seq, ending });
      expect(history.service.record({ id: "refused" })?.ending).toBe("refused");
    },
  );

  it("whose process is gone without an end is interrupted; one whose process lives is not", () => {
    const lost = history.service.begin(newRun()).seq;
    history.reopen({ process: "p2", living: ["p2"] });
    const own = history.service.begin(newRun()).seq;
    expect([history.service.record({ seq: lost })?.ending, history.service.record({ seq: own })?.ending]).toEqual([
      "interrupted",
      "running",
    ]);
    const other = openService(history.folder, { process: "p3", living: ["p2", "p3"] });
    expect(other.record({ seq: own })?.ending).toBe("running");
    other.close();
  });

  it("that is larger than anything may be is kept in part, and says so", () => {
    const run = newRun({ code: "x".repeat(3 * 1024 * 1024) });
    const { seq } = history.service.end(null, run, refusalOf(run));
    const record = history.service.record({ seq });
    expect(record?.filesTruncated).toBe(true);
    expect(record?.files[0]?.content).toHaveLength(1024 * 1024);
    expect(record?.codeBytes).toBe(3 * 1024 * 1024);
  });
});

describe("the list", () => {
  it("is cut into pages that neither repeat nor miss a run, also while others come and go", () => {
    const all = Array.from({ length: 25 }, () => keep()).reverse();
    const first = history.service.list({}, null, 10);
    keep();
    history.service.remove([all[4] as number, all[12] as number], "window");
    const second = history.service.list({}, first.next, 10);
    const third = history.service.list({}, second.next, 10);
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
      expect(history.service.count(filter)).toBe(1);
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
    history.living.push("p2");
    other = openService(history.folder, { process: "p2", living: history.living });
  });
  afterEach(() => other.close());
  const look = () => {
    const { entries, flags, ...rest } = history.service.elsewhere();
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
    history.service.remove([gone], "window");
    expect(look()).toEqual(nothing);
    other.remove([kept], "cli");
    expect(look()).toEqual({ ...nothing, isMore: true });
    expect(look()).toEqual(nothing);
  });

  it.each([
    ["remove", (gone: number) => history.service.remove([gone], "window")],
    ["remove nothing", () => history.service.remove([999], "window")],
    ["clear", () => history.service.clear("window")],
    ["prune", () => history.service.prune({ days: 90, runs: 1_000_000, bytes: 1e12, auditDays: 365 }, false)],
    ["interrupt others", () => history.service.interrupt()],
  ])("is told, too, where this process does something in between: %s", (what, change) => {
    const [gone, theirs] = [keep({ at: Date.parse("2020-01-01T00:00:00Z") }), keep()];
    const third = openService(history.folder, { process: "p3", living: history.living });
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
    for (let count = 0; count < 2; count += 1) meet(history.service, "window");
    for (let count = 0; count < 3; count += 1) meet(other, "cli");
    expect(look().flags).toEqual(["cli"]);
    meet(other, "cli");
    meet(history.service, "window");
    expect(look().flags).toEqual([]);
    expect(history.service.flags()).toHaveLength(2);
  });

  it("is known to be over where its process is gone", () => {
    const { seq } = other.begin(newRun());
    expect(look().areRunning).toBe(true);
    expect(history.service.interrupt()).toEqual([]);
    history.living.pop();
    expect(history.service.interrupt().map((entry) => [entry.seq, entry.ending])).toEqual([[seq, "interrupted"]]);
    expect(look()).toEqual(nothing);
  });
});

describe("what is deleted", () => {
  it("is gone from the list, the search and the records; its number is not used again", () => {
    const seq = keep({ code: "unmistakable" });
    const running = history.service.begin(newRun()).seq;
    expect(history.service.remove([seq, running, 999], "window")).toEqual([seq]);
    expect([history.service.record({ seq }), seqs({ text: "unmistakable" }), seqs({ text: "un" })]).toEqual([
      null,
      [],
      [],
    ]);
    expect(keep()).toBeGreaterThan(running);
    expect(history.service.auditPart(0).text).toContain('"kind":"history.deleted"');
  });

  it.each([false, true])("all at once leaves what runs, and the trail (something runs: %s)", (isRunning) => {
    keep({ code: "unmistakable" });
    keep();
    const running = isRunning ? [history.service.begin(newRun()).seq] : [];
    expect(history.service.clear("cli")).toBe(2);
    expect([seqs({}), seqs({ text: "unmistakable" })]).toEqual([running, []]);
    const after = keep({ code: "unmistakable" });
    expect([seqs({ text: "unmistakable" }), seqs({ text: "un" })]).toEqual([[after], [after]]);
    history.service.remove([after], "cli");
    expect([seqs({ text: "unmistakable" }), seqs({ text: "un" })]).toEqual([[], []]);
    expect(history.service.auditPart(0).text).toContain('"kind":"history.cleared"');
    expect(history.service.verify().ok).toBe(true);
  });
});

describe("an export", () => {
  const exported = (format: "jsonl" | "csv", selection: Parameters<HistoryService["exportPart"]>[1]) => {
    let text = "";
    let after: number | null = null;
    do {
      const part = history.service.exportPart(format, selection, after);
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
    expect(records[0]).toEqual(history.service.record({ seq: all[0] as number }));
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
