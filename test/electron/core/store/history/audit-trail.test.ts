import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toDetail, toHash, toSafeText } from "../../../../../electron/core/store/history/audit-chain.ts";
import { newFolder, openService } from "./open-service.ts";
import { endOf, newRun, refusalOf } from "./sample-runs.ts";

const DAY = 24 * 60 * 60_000;
const RUNS = 10;
let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = newFolder());
  const service = openService(folder);
  for (let count = 0; count < RUNS; count += 1) {
    const run = newRun({ id: `run-${count}`, at: Date.now() - 60_000 });
    service.end(service.begin(run).seq, run, endOf(run));
  }
  service.close();
});
afterEach(() => remove());

const path = () => join(folder, "history.sqlite");
const anchor = () => join(folder, "audit-head.json");
const verify = () => {
  const service = openService(folder);
  try {
    return service.verify();
  } finally {
    service.close();
  }
};
/** Changes the database as somebody could who has the file and no scruples. */
const tamper = (sql: string) => {
  const db = new DatabaseSync(path());
  db.exec("DROP TRIGGER IF EXISTS audit_is_never_changed; DROP TRIGGER IF EXISTS audit_is_only_pruned");
  db.exec(sql);
  db.close();
};

const NOTHING_ELSE = { pruned: 0, begunAnew: null, problem: null };
const COLUMNS = ["at", "kind", "source", "detail", "previous", "hash"];
const swap = (one: number, other: number) => `
  CREATE TEMP TABLE kept AS SELECT * FROM audit WHERE seq IN (${one}, ${other});
  UPDATE audit SET (${COLUMNS.join(", ")}) =
    (SELECT ${COLUMNS.join(", ")} FROM kept WHERE kept.seq = ${one} + ${other} - audit.seq) WHERE seq IN (${one}, ${other});`;

describe("the audit trail", () => {
  it("is as it was written", () => {
    expect(verify()).toEqual({ ok: true, records: 20, firstSeq: 1, lastSeq: 20, ...NOTHING_ELSE });
  });

  it("has one byte changed on the disk: the record is named", () => {
    const bytes = readFileSync(path());
    const at = bytes.indexOf('"id":"run-4","isolated"');
    expect(at).toBeGreaterThan(0);
    bytes[at + 10] = "5".charCodeAt(0);
    writeFileSync(path(), bytes);
    expect(verify().problem).toMatchObject({ seq: 9, kind: "changed" });
  });

  it.each(COLUMNS)("has %s changed: the record is named", (column) => {
    tamper(
      `UPDATE audit SET ${column} = replace(replace(replace(${column}, 'a', 'b'), '1', '2'), 'w', 'v') WHERE seq = 7`,
    );
    const { ok, problem } = verify();
    expect([ok, problem?.kind]).toEqual([false, "changed"]);
    expect(problem?.message).toContain("Record 7 ");
  });

  it.each([1, 2, 9, 19])("has record %i removed: it is named", (seq) => {
    tamper(`DELETE FROM audit WHERE seq = ${seq}`);
    expect(verify().problem).toMatchObject({ seq, kind: "removed" });
  });

  it("has a record removed and the others renumbered: the first that is not in its place is named", () => {
    tamper("DELETE FROM audit WHERE seq = 9; UPDATE audit SET seq = seq - 1 WHERE seq > 9");
    expect(verify()).toMatchObject({ ok: false, problem: { seq: 9 } });
  });

  it.each([
    [3, 4],
    [5, 15],
    [1, 20],
  ])("has records %i and %i swapped: the first of them is named", (one, other) => {
    tamper(swap(one, other));
    expect(verify().problem).toMatchObject({ seq: one, kind: expect.stringMatching(/moved|changed/) });
  });

  it("has its end cut off: it is missed", () => {
    tamper("DELETE FROM audit WHERE seq > 18");
    expect(verify().problem).toMatchObject({ seq: 19, kind: "cut_off" });
  });

  it("has a record written anew, with a hash that fits: the one after it gives it away", () => {
    const db = new DatabaseSync(path());
    const record = db.prepare("SELECT seq, at, kind, source, detail, previous FROM audit WHERE seq = 12").get();
    db.close();
    const forged = { ...record, source: "http" } as unknown as Parameters<typeof toHash>[0];
    tamper(`UPDATE audit SET source = 'http', hash = '${toHash(forged)}' WHERE seq = 12`);
    expect(verify().problem).toMatchObject({ seq: 12, kind: "changed" });
  });

  it("has its last record written anew: what was noted beside the database gives it away", () => {
    const db = new DatabaseSync(path());
    const record = db.prepare("SELECT seq, at, kind, source, detail, previous FROM audit WHERE seq = 20").get();
    db.close();
    const forged = { ...record, source: "http" } as unknown as Parameters<typeof toHash>[0];
    tamper(`UPDATE audit SET source = 'http', hash = '${toHash(forged)}' WHERE seq = 20`);
    expect(verify().problem).toMatchObject({ seq: 20, kind: "changed" });
  });

  it("cannot tell its end where the note of it is damaged, and says so", () => {
    writeFileSync(anchor(), "{");
    expect(verify().problem?.kind).toBe("unreadable");
  });

  it("has the note of its end removed: that is found, and found still when there is a new one", () => {
    rmSync(anchor());
    for (const count of [21, 21])
      expect(verify()).toMatchObject({
        ...{ ok: false, records: count },
        problem: { seq: 21, kind: "anchor_missing", message: expect.stringContaining("then ended with record 20.") },
      });
    expect(existsSync(anchor())).toBe(true);
  });

  it("has the note of its end removed while it is open: that is found at once", () => {
    const service = openService(folder);
    rmSync(anchor());
    expect(service.verify().problem).toMatchObject({
      kind: "anchor_missing",
      message: expect.stringContaining("is missing. It may have been removed so that a missing end does not show"),
    });
    service.close();
  });

  it.each([
    ["its last record", "DELETE FROM audit WHERE seq = 20", "Record 20 of the audit trail was removed."],
    ["all records", "DELETE FROM audit", "Records 1 to 20 of the audit trail were removed."],
  ])("has %s and the note of its end removed: it is missed, whatever is written after it", (_, sql, message) => {
    tamper(sql);
    rmSync(anchor());
    const service = openService(folder);
    const run = newRun();
    service.end(service.begin(run).seq, run, endOf(run));
    service.close();
    expect(verify().problem).toMatchObject({ kind: "removed", message });
  });

  it("has all records and all notes of them removed: the runs in history give it away", () => {
    tamper("DELETE FROM audit; UPDATE audit_head SET seq = 0, hash = '', is_anchored = 0");
    rmSync(anchor());
    expect(verify().problem?.message).toMatch(/^Run 1 is in history, but the audit trail does not tell of it/);
  });

  it.each(["audit_start", "audit_head"])("has the row of %s removed: it is a finding, and no failure", (table) => {
    tamper(`DELETE FROM ${table}`);
    expect(verify()).toMatchObject({ ok: false, problem: { message: expect.stringContaining("was removed") } });
    const service = openService(folder);
    expect(service.begin(newRun()).entry?.ending).toBe("running");
    service.prune({ days: 3_650, runs: 1_000_000, bytes: 1e12, auditDays: 0 }, false);
    expect(service.verify().ok).toBe(false);
    service.close();
  });

  it("of a Sandpit that noted its end beside the database alone, or not yet, is as it was written", () => {
    for (const isNoted of [true, false]) {
      const db = new DatabaseSync(path());
      db.exec("DROP TRIGGER audit_head_follows; DROP TABLE audit_head; PRAGMA user_version = 2");
      db.close();
      if (!isNoted) rmSync(anchor());
      expect(verify()).toMatchObject({ ok: true, records: 20 });
      expect(existsSync(anchor())).toBe(true);
    }
    rmSync(anchor());
    expect(verify().problem?.kind).toBe("anchor_missing");
  });

  it.each([
    ["output", "UPDATE details SET result = replace(result, 'hello', 'howdy') WHERE seq = 3", "run_changed", "result"],
    ["code", "UPDATE details SET files = replace(files, 'hello', 'howdy') WHERE seq = 3", "run_changed", "code"],
    ["row", "DELETE FROM runs WHERE seq = 3", "run_removed", "is not in history"],
    ["details", "DELETE FROM details WHERE seq = 3", "run_removed", "is not in history"],
    ["id", "UPDATE runs SET id = 'run-7' WHERE seq = 3", "run_changed", "says run-2."],
    ["time", "UPDATE runs SET at = at - 86400000 WHERE seq = 3", "run_changed", "says 20"],
    ["source", "UPDATE runs SET source = 'http' WHERE seq = 3", "run_changed", "says window."],
    ["language", "UPDATE runs SET language = 'ruby' WHERE seq = 3", "run_changed", "says python."],
    ["backend", "UPDATE runs SET backend = 'local' WHERE seq = 3", "run_changed", "says docker."],
    ["ending", "UPDATE runs SET ending = 'failed' WHERE seq = 3", "run_changed", "says completed."],
  ])("of a run whose %s was changed or removed by another hand says so", (_, sql, kind, words) => {
    tamper(sql);
    const { ok, problem } = verify();
    expect([ok, problem?.kind, problem?.message]).toEqual([false, kind, expect.stringContaining(words)]);
    expect(problem?.message).toContain("un 3");
  });

  it.each([
    ["reason", "UPDATE runs SET error_code = 'rate_limited' WHERE seq = 11", "says policy_forbids."],
    ["reason", "UPDATE details SET error = replace(error, 'It', 'She') WHERE seq = 11", "says It may not run."],
    ["ending", "UPDATE runs SET ending = 'completed' WHERE seq = 11", "says refused."],
    ["language", "UPDATE runs SET language = 'ruby' WHERE seq = 11", "says python."],
    ["time", "UPDATE runs SET at = at - 1 WHERE seq = 11", "says 20"],
    ["code", "UPDATE details SET files = replace(files, 'hello', 'howdy') WHERE seq = 11", "another hash"],
  ])("of a refused run whose %s was changed by another hand says so: %s", (part, sql, words) => {
    const service = openService(folder);
    const run = newRun({ backend: null });
    service.end(null, run, refusalOf(run));
    service.repeat(11, run.source, "policy_forbids", 3, Date.now());
    expect(service.verify().ok).toBe(true);
    service.close();
    tamper(sql);
    const message = expect.stringMatching(`^The ${part} of run 11 was changed in history: record 21 .*${words}`);
    expect(verify().problem).toMatchObject({ seq: 21, kind: "run_changed", message });
  });

  it.each([
    ["interrupted", "completed", "record 24 of the audit trail says interrupted."],
    ["running", "completed", "record 22 of the audit trail is the last one of it."],
  ])("of a run that is %s and was made %s by another hand says so", (ending, forged, words) => {
    const service = openService(folder, { process: "p2", living: ["p2"] });
    const [late, open] = [newRun(), newRun()];
    // That its process was taken for gone does not keep it from ending.
    const { seq } = service.begin(late);
    service.begin(open);
    if (ending === "interrupted") openService(folder, { process: "p3", living: [] }).close();
    service.end(seq, late, endOf(late));
    expect(service.verify()).toMatchObject({ ok: true, problem: null });
    service.close();
    tamper(`UPDATE runs SET ending = '${forged}' WHERE ending = '${ending}'`);
    expect(verify().problem?.message).toContain(words);
  });

  it("names each of many runs that are deleted together: others that are gone are missed, and none of those", () => {
    const service = openService(folder);
    const seqs = Array.from({ length: 120 }, () => {
      const run = newRun();
      return service.end(service.begin(run).seq, run, endOf(run)).seq;
    });
    expect(service.remove(seqs, "window")).toEqual(seqs);
    expect(service.verify().ok).toBe(true);
    service.close();
    tamper("DELETE FROM runs WHERE seq = 7");
    expect(verify().problem).toMatchObject({ kind: "run_removed", message: expect.stringMatching(/^Run 7,/) });
  });

  it("of an earlier Sandpit, which named fifty runs of many that were deleted together, does not miss the others", () => {
    tamper("DELETE FROM runs WHERE seq IN (3, 4)");
    const service = openService(folder);
    service.note("history.deleted", "window", { removed: 2, seqs: [3] }, Date.now());
    expect(service.verify().ok).toBe(true);
    service.close();
    tamper("DELETE FROM runs WHERE seq = 5");
    expect(verify().problem?.kind).toBe("run_removed");
  });

  it.each([
    ["", true],
    [" by an earlier Sandpit", false],
  ])(
    "does not miss a run that was found interrupted%s long after its time, and was then removed by age",
    (_, isNew) => {
      const rules = { days: 90, runs: 1_000_000, bytes: 1e12, auditDays: 365 };
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      const old = openService(folder);
      old.begin(newRun({ at: Date.now() - 400 * DAY }));
      old.close();
      const service = openService(folder, isNew ? { process: "p2", living: ["p2"] } : {});
      if (!isNew) {
        tamper("UPDATE runs SET ending = 'interrupted'");
        service.note("run.interrupted", "sandpit", { seq: 1 }, Date.now());
      }
      expect(service.prune(rules, false)).toMatchObject({ removed: 1, auditRemoved: 1 });
      expect(service.verify()).toMatchObject({ ok: true, problem: null, pruned: 1 });
      service.close();
    },
  );

  it("does not miss runs that Sandpit has removed: chosen, by age, by number, or all", () => {
    const rules = { days: 3_650, runs: 1_000_000, bytes: 1e12, auditDays: 3_650 };
    const service = openService(folder);
    const keep = (at = Date.now()) => {
      const run = newRun({ at });
      return service.end(service.begin(run).seq, run, endOf(run)).seq;
    };
    service.remove([2, 4], "window");
    service.remove(
      Array.from({ length: 120 }, () => keep()),
      "window",
    );
    keep(Date.parse("2020-01-01T00:00:00Z"));
    expect(service.prune({ ...rules, days: 90 }, false)?.removed).toBe(1);
    expect(service.prune({ ...rules, runs: 3 }, false)?.removed).toBe(5);
    expect(service.verify()).toMatchObject({ ok: true, problem: null });
    service.clear("cli");
    keep();
    const cut = newRun({ code: "x".repeat(2 * 1024 * 1024) });
    service.end(service.begin(cut).seq, cut, endOf(cut));
    expect(service.verify()).toMatchObject({ ok: true, problem: null });
    service.close();
  });

  it("is not changed or removed by a mistake in Sandpit itself: the database refuses", () => {
    const db = new DatabaseSync(path());
    expect(() => db.exec("UPDATE audit SET kind = 'x' WHERE seq = 3")).toThrow("append-only");
    expect(() => db.exec("DELETE FROM audit WHERE seq = 3")).toThrow("append-only");
    db.close();
  });

  it("is pruned from its beginning, and can be verified still", () => {
    const service = openService(folder);
    const rules = { days: 3_650, runs: 1_000_000, bytes: 1e12, auditDays: 0 };
    expect(service.previewPrune(rules)).toEqual({ runs: 0, auditRecords: 20 });
    expect(service.prune(rules, false)?.auditRemoved).toBe(20);
    const run = newRun();
    service.end(service.begin(run).seq, run, endOf(run));
    service.close();
    expect(verify()).toMatchObject({ ok: true, records: 3, firstSeq: 21, pruned: 20 });
    tamper("DELETE FROM audit WHERE seq = 21");
    expect(verify().problem).toMatchObject({ seq: 21, kind: "removed" });
  });

  it.each([
    ["one of the future before old ones goes with them", [7_300, -500, -500, -500, 0], 4],
    ["one of the future behind old ones stays", [-500, 7_300, 0], 1],
    ["one of the future alone stays", [7_300, 0, -500], 0],
    ["a recent one stays, and what looks older but came after it", [-500, -10, -500, 0], 1],
    ["all that are old go", [-500, -400], 2],
  ])("is pruned under clocks that were wrong: %s", (_, days, count) => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    const service = openService(folder);
    for (const day of days) service.note("settings.changed", "cli", {}, Date.now() + day * DAY);
    const rules = { days: 90, runs: 1_000_000, bytes: 1e12, auditDays: 365 };
    expect(service.previewPrune(rules).auditRecords).toBe(count);
    expect(service.prune(rules, false)?.auditRemoved).toBe(count);
    expect(service.verify()).toMatchObject({ ok: true, pruned: count });
    service.close();
  });

  it("that lost its beginning by another hand than pruning is found out", () => {
    tamper(
      `UPDATE audit_start SET seq = 6, hash = (SELECT hash FROM audit WHERE seq = 6); DELETE FROM audit WHERE seq <= 6`,
    );
    expect(verify().problem).toMatchObject({ seq: 7, kind: "removed" });
  });

  it("comes out as it stands where a detail is no JSON any more", () => {
    tamper("UPDATE audit SET detail = '{\"seq\"' WHERE seq = 3");
    const service = openService(folder);
    const lines = service.auditPart(0).text.trimEnd().split("\n");
    service.close();
    expect([lines.length, JSON.parse(lines[2] ?? "")]).toEqual([
      20,
      expect.objectContaining({ seq: 3, detail: '{"seq"' }),
    ]);
    expect(verify().problem).toMatchObject({ seq: 3, kind: "changed" });
  });

  it("comes out whole, as JSON Lines", () => {
    const service = openService(folder);
    const { text, next } = service.auditPart(0);
    service.close();
    const records = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { seq: number; kind: string });
    expect(next).toBeNull();
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(records.slice(0, 2).map(({ kind }) => kind)).toEqual(["run.accepted", "run.finished"]);
  });
});

describe("untrusted text", () => {
  it.each([
    ["a line break", 'x\n{"seq":99}', 'x\\u{000a}{"seq":99}'],
    ["a terminal escape", "\x1b[2K\r", "\\u{001b}[2K\\u{000d}"],
    ["a direction mark", "a\u202eb", "a\\u{202e}b"],
    ["a lone surrogate", "\ud800", "\ufffd"],
    ["a line separator", "a\u2028b", "a\\u{2028}b"],
    ["much of it", "x".repeat(5_000), `${"x".repeat(200)}…`],
  ])("%s stands in the trail so that it forges nothing", (_, text, safe) => {
    expect(toSafeText(text)).toBe(safe);
  });

  it("is bounded, however much there is of it", () => {
    const detail = toDetail(Object.fromEntries(Array.from({ length: 100 }, (_, key) => [`k${key}`, "y".repeat(500)])));
    expect(detail.length).toBeLessThan(4_200);
    expect(() => JSON.parse(detail)).not.toThrow();
  });

  it("in a run's id and language cannot end a record and begin another", () => {
    const service = openService(folder);
    const evil = '"}\n{"seq":21,"kind":"run.finished"}';
    service.begin(newRun({ id: evil, language: evil }));
    const { text } = service.auditPart(20);
    expect(text.trimEnd().split("\n")).toHaveLength(1);
    expect(service.verify().ok).toBe(true);
    service.close();
  });
});
