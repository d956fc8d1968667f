import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NewerDatabaseError } from "../../../../../electron/core/store/history/database.ts";
import { MIGRATIONS } from "../../../../../electron/core/store/history/database-schema.ts";
import { newFolder, openService } from "./open-service.ts";
import { endOf, newRun } from "./sample-runs.ts";

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = newFolder());
  const service = openService(folder);
  for (let count = 0; count < 60; count += 1) {
    const run = newRun({ code: `print(${count})\n`.repeat(50) });
    service.end(service.begin(run).seq, run, endOf(run));
  }
  service.close();
});
afterEach(() => remove());

const path = () => join(folder, "history.sqlite");
const asides = () => readdirSync(folder).filter((name) => /^history\.damaged-.*\.sqlite$/.test(name));

/** Overwrites all but the first page. Somebody else writes before, so that processes that have it open must read anew. */
function damageInUse(): void {
  const other = new DatabaseSync(path());
  other.exec("INSERT INTO moments VALUES ('other', 1)");
  other.close();
  writeFileSync(path(), readFileSync(path()).fill(0x55, 4_096));
}

/** The trail says that it was begun anew, and a cut of it is found as ever. */
function expectBegunAnew(): void {
  const service = openService(folder);
  const { ok, begunAnew, lastSeq } = service.verify();
  expect([ok, begunAnew]).toEqual([true, { at: expect.any(String), file: asides()[0], lastSeq: 120 }]);
  expect(service.auditPart(0).text).toMatch(/"lastHash":"[0-9a-f]{64}"/);
  service.close();
  expect(readdirSync(folder).filter((name) => name.startsWith("audit-head.damaged-"))).toHaveLength(1);
  const db = new DatabaseSync(path());
  db.exec(`DROP TRIGGER audit_is_only_pruned; DELETE FROM audit WHERE seq = ${lastSeq}`);
  db.close();
  const cut = openService(folder);
  expect(cut.verify()).toMatchObject({ ok: false, problem: { seq: lastSeq, kind: "cut_off" } });
  cut.close();
}

describe("a damaged history", () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ["is something else", () => Buffer.from("What is this doing here? ".repeat(100))],
    ["has another beginning", (bytes) => Buffer.concat([Buffer.alloc(4_096, 0xaa), bytes.subarray(4_096)])],
    ["was cut in half", (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2))],
    ["has a hole", (bytes) => Buffer.concat([bytes.subarray(0, 8_192), Buffer.alloc(16_384), bytes.subarray(24_576)])],
  ])("that %s is set aside as it is, said so, and a new one is begun", (_, damage) => {
    const damaged = damage(readFileSync(path()));
    writeFileSync(path(), damaged);
    const notices: string[] = [];
    const service = openService(folder, { notices });
    expect(notices).toEqual([
      expect.stringMatching(/^The history of runs was damaged, .* is kept as history\.damaged-/),
    ]);
    const run = newRun();
    const { seq } = service.end(service.begin(run).seq, run, endOf(run));
    expect(service.list({}, null, 10).entries.map((entry) => entry.seq)).toEqual([seq]);
    service.close();
    expect(asides()).toHaveLength(1);
    expect(readFileSync(join(folder, asides()[0] ?? "")).equals(damaged)).toBe(true);
    expectBegunAnew();
  });

  it("that is found so in use is set aside then, and the run is recorded", () => {
    const notices: string[] = [];
    const service = openService(folder, { notices });
    damageInUse();
    const run = newRun();
    expect(service.end(service.begin(run).seq, run, endOf(run)).entry?.ending).toBe("completed");
    service.close();
    expect([notices.length, asides().length]).toEqual([1, 1]);
    expectBegunAnew();
  });

  it("that has a few heads of pages overwritten, anywhere, is set aside while it is opened", () => {
    const sound = readFileSync(path());
    const pages = Math.floor(sound.length / 4_096);
    for (const first of [1, 4, 8, 16, pages - 7]) {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      const damaged = Buffer.from(sound);
      for (let page = first; page < first + 6; page += 1) damaged.fill(0xa5, page * 4_096, page * 4_096 + 64);
      writeFileSync(path(), damaged);
      const notices: string[] = [];
      const service = openService(folder, { notices });
      expect([first, notices.length, service.list({}, null, 10).entries]).toEqual([first, 1, []]);
      service.close();
      expect(asides()).toHaveLength(1);
    }
  });

  it("is set aside by one of two processes: the other goes on in the new one", () => {
    const [one, other] = [openService(folder), openService(folder, { process: "p2", living: ["p1", "p2"] })];
    damageInUse();
    for (const [service, process] of [
      [one, "p1"],
      [other, "p2"],
    ] as const) {
      const run = newRun({ id: process });
      service.end(service.begin(run).seq, run, endOf(run));
    }
    expect(one.list({}, null, 10).entries.map(({ id }) => id)).toEqual(["p2", "p1"]);
    one.close();
    other.close();
    expect(asides()).toHaveLength(1);
    expectBegunAnew();
  });

  it("that cannot be set aside is tried again with the next run, and keeps nothing from being said", () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-03-02T10:00:00Z") });
    const service = openService(folder);
    damageInUse();
    const inTheWay = join(folder, "history.damaged-2026-03-02T10-00-00-000Z.sqlite");
    mkdirSync(inTheWay);
    expect(() => service.begin(newRun())).toThrow("EISDIR");
    expect(() => service.begin(newRun())).toThrow("EISDIR");
    rmdirSync(inTheWay);
    expect(service.begin(newRun()).entry?.ending).toBe("running");
    service.close();
    vi.useRealTimers();
    expectBegunAnew();
  });

  it("is left at once by a process that had it open, and found nothing wrong with it", () => {
    const notices: string[] = [];
    const one = openService(folder, { notices });
    const begun = one.begin(newRun({ id: "begun-before" }));
    for (const name of readdirSync(folder)) renameSync(join(folder, name), join(folder, `away-${name}`));
    const other = openService(folder, { process: "p2", living: ["p1", "p2"] });
    const theirs = newRun({ id: "theirs" });
    other.end(other.begin(theirs).seq, theirs, endOf(theirs));
    expect(one.elsewhere().isMore).toBe(true);
    expect(notices).toEqual([expect.stringMatching(/^The file of the history was moved away, so Sandpit goes on in/)]);
    const run = newRun({ id: "begun-before" });
    one.end(begun.seq, run, endOf(run));
    expect(one.list({}, null, 10).entries.map(({ id }) => id)).toEqual(["begun-before", "theirs"]);
    expect(one.verify().ok).toBe(true);
    one.close();
    other.close();
  });

  it.each([5, 100])("of %d runs that is away for a moment is whole when it is back", (runs) => {
    const notices: string[] = [];
    const service = openService(folder, { notices });
    for (let count = 0; count < runs; count += 1) {
      const run = newRun();
      service.end(service.begin(run).seq, run, endOf(run));
    }
    const before = service.numbers().runs;
    renameSync(path(), join(folder, "away.sqlite"));
    expect(service.elsewhere().isMore).toBe(false);
    const run = newRun();
    service.end(service.begin(run).seq, run, endOf(run));
    renameSync(join(folder, "away.sqlite"), path());
    service.elsewhere();
    service.close();
    const again = openService(folder, { notices });
    expect([again.numbers().runs, again.verify().ok, notices]).toEqual([before + 1, true, []]);
    again.close();
  });

  it("that another file has taken the place of has all of its runs in its own file", () => {
    const service = openService(folder);
    const run = newRun();
    service.end(service.begin(run).seq, run, endOf(run));
    const before = service.numbers().runs;
    const elsewhere = newFolder();
    openService(elsewhere.folder).close();
    renameSync(path(), join(folder, "away.sqlite"));
    renameSync(join(elsewhere.folder, "history.sqlite"), path());
    expect(service.elsewhere().isMore).toBe(true);
    expect(service.numbers().runs).toBe(0);
    service.close();
    const away = new DatabaseSync(join(folder, "away.sqlite"));
    expect(away.prepare("SELECT count(*) AS runs FROM runs").get()?.runs).toBe(before);
    away.close();
    elsewhere.remove();
  });

  it("is not one that a newer Sandpit has made: that is left as it is", () => {
    const db = new DatabaseSync(path());
    db.exec("PRAGMA user_version = 99");
    db.close();
    const before = readFileSync(path());
    expect(() => openService(folder)).toThrow(NewerDatabaseError);
    expect(readFileSync(path()).equals(before)).toBe(true);
    expect(asides()).toEqual([]);
  });
});

it("of the first version is taken along: its runs are found by two letters, too, and removed whole", () => {
  rmSync(path());
  const db = new DatabaseSync(path());
  db.exec(`${String(MIGRATIONS[0])}; PRAGMA user_version = 1`);
  const insert = db.prepare(`INSERT INTO runs (id, at, language, source, ending, entry, file_count, code_bytes, preview,
    bytes, process) VALUES (?, 1772445600000, 'python', 'window', ?, 'main.py', 1, 2, '', 2, 'p1')`);
  for (const [id, ending] of [
    ["a", "completed"],
    ["b", "running"],
  ] as const) {
    const { lastInsertRowid } = insert.run(id, ending);
    const files = JSON.stringify([{ path: "main.py", content: "xy" }]);
    db.prepare("INSERT INTO details (seq, files, request) VALUES (?, ?, '{}')").run(lastInsertRowid, files);
  }
  db.close();
  const service = openService(folder);
  const found = () => service.list({ text: "xy" }, null, 10).entries.map(({ seq }) => seq);
  expect(found()).toEqual([1]);
  expect(service.remove([1], "window")).toEqual([1]);
  expect(found()).toEqual([]);
  service.close();
});

describe("the file", () => {
  it("is read by its owner alone", async () => {
    if (process.platform === "win32") return;
    const { statSync } = await import("node:fs");
    expect(statSync(path()).mode & 0o077).toBe(0);
  });

  it("gives room back once much was removed", () => {
    const service = openService(folder);
    const before = service.numbers().fileBytes;
    service.clear("cli");
    expect(service.numbers().fileBytes).toBeLessThan(before * 0.75);
    service.close();
    expect(existsSync(`${path()}-wal`)).toBe(false);
  });
});
