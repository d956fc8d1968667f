import { describe, expect, test } from "vitest";
import type { HistoryEntry } from "#shared/history-schema.ts";
import {
  type HistoryAction,
  type HistoryState,
  isFiltered,
  matches,
  NO_HISTORY,
  reduceHistory,
} from "../../../renderer/history/history-state.ts";

const entry = (seq: number, fields: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...{ seq, id: `run-${seq}`, at: `2026-11-2${seq % 10}T10:00:00.000Z`, language: "python", source: "window" },
  ...{ backend: "docker", ending: "completed", exitCode: 0, wallMs: 100, firstOutputMs: 10, warm: true },
  ...{ errorCode: null, entry: "main.py", fileCount: 1, codeBytes: 10, preview: "print(1)", repeats: 0 },
  ...fields,
});
const reduce = (...actions: HistoryAction[]): HistoryState => actions.reduce(reduceHistory, NO_HISTORY);
const page = (seqs: number[], next: number | null, first = true): HistoryAction => ({
  ...{ type: "loaded", first, next, entries: seqs.map((seq) => entry(seq)) },
});
const seqsOf = ({ entries }: HistoryState) => entries?.map(({ seq }) => seq);

describe("pages", () => {
  test("follow each other without a gap and without a run twice", () => {
    expect(seqsOf(reduce(page([9, 8, 7], 7), page([7, 6, 5], null, false)))).toEqual([9, 8, 7, 6, 5]);
  });
  test("a first page takes the place of all that was there", () => {
    expect(seqsOf(reduce(page([9, 8], 8), page([12, 11], null)))).toEqual([12, 11]);
  });
});

describe("a run that is recorded", () => {
  const recorded = (one: HistoryEntry): HistoryAction => ({ type: "recorded", entry: one });
  test("comes to the top, and changes where it stands", () => {
    const state = reduce(page([2, 1], null), { type: "counted", total: 2 }, recorded(entry(3, { ending: "running" })));
    expect(seqsOf(state)).toEqual([3, 2, 1]);
    expect(state.total).toBe(3);
    const ended = reduceHistory(state, recorded(entry(3, { ending: "failed" })));
    expect(ended.entries?.[0]?.ending).toBe("failed");
    expect(ended.total).toBe(3);
  });
  test("of an earlier number stands where it belongs, unless its page is still to come", () => {
    expect(seqsOf(reduce(page([4, 2], null), recorded(entry(3))))).toEqual([4, 3, 2]);
    expect(seqsOf(reduce(page([4, 2], null), recorded(entry(1))))).toEqual([4, 2, 1]);
    expect(seqsOf(reduce(page([4, 2], 2), recorded(entry(1))))).toEqual([4, 2]);
  });
  test("stays out where the filter does not let it through, and leaves when it does no more", () => {
    const filter: HistoryAction = { type: "filtered", filter: { endings: ["running"] } };
    const loaded: HistoryAction = { type: "loaded", first: true, next: null, entries: [] };
    const state = reduce(filter, loaded, { type: "counted", total: 0 }, recorded(entry(1, { ending: "refused" })));
    expect(seqsOf(state)).toEqual([]);
    const running = reduceHistory(state, recorded(entry(2, { ending: "running" })));
    expect([seqsOf(running), running.total]).toEqual([[2], 1]);
    const ended = reduceHistory(running, recorded(entry(2)));
    expect([seqsOf(ended), ended.total]).toEqual([[], 0]);
  });
  test("that the store has found by its text stays, although its first line does not show the text", () => {
    const found: HistoryAction = {
      type: "loaded",
      first: true,
      next: null,
      entries: [entry(1, { ending: "running" })],
    };
    expect(seqsOf(reduce({ type: "filtered", filter: { text: "deep inside" } }, found, recorded(entry(1))))).toEqual([
      1,
    ]);
  });
});

describe("runs that are removed", () => {
  const chosen: HistoryAction = { type: "selected", seqs: [3, 2], on: true };
  test("leave the list, the choice and the details", () => {
    const before = reduce(page([3, 2, 1], null), { type: "counted", total: 3 }, chosen, { type: "opened", seq: 2 });
    const state = reduceHistory(before, { type: "removed", seqs: [2] });
    expect([seqsOf(state), state.total, [...state.selected], state.open]).toEqual([[3, 1], 2, [3], null]);
  });
  test("up to a number leave what is newer where it is, and what is under way", () => {
    const running = { ...page([4, 3], null), entries: [entry(4), entry(3), entry(2, { ending: "running" }), entry(1)] };
    const before = reduce(running, chosen, { type: "opened", seq: 4 });
    const state = reduceHistory(before, { type: "removed", seqs: [], upTo: 3 });
    expect([seqsOf(state), [...state.selected], state.version, state.open?.seq]).toEqual([
      [4, 2],
      [2],
      before.version,
      4,
    ]);
  });
  test("of an age leave the others where they are, whatever their numbers, and what is under way", () => {
    const old = "2020-01-01T00:00:00.000Z";
    const entries = [entry(4), entry(3, { at: old }), entry(2, { at: old, ending: "running" }), entry(1)];
    const before = { ...reduce(page([4], null)), entries, total: 4 };
    const state = reduceHistory(before, { type: "removed", seqs: [], before: "2020-01-01T00:00:00.001Z" });
    expect([seqsOf(state), state.total, state.version]).toEqual([[4, 2, 1], 3, before.version]);
  });
  test.each([
    [3, [3], 2],
    [1, [1], 2],
    [2, [3, 2], 1],
    [2, [1, 2, 3], null],
    [2, [1], 2],
  ])("leave the arrow keys at %d, with %j gone, at %j", (activeSeq, seqs, next) => {
    const before = reduce(page([3, 2, 1], null), { type: "activated", seq: activeSeq });
    expect(reduceHistory(before, { type: "removed", seqs }).activeSeq).toBe(next);
  });
  test("that are too many to be named have the list read again", () => {
    const before = reduce(page([3, 2, 1], null), chosen);
    const state = reduceHistory(before, { type: "removed", seqs: null });
    expect([state.version, state.total, state.selected.size]).toEqual([before.version + 1, null, 0]);
  });
});

describe("the details", () => {
  test("show what was asked for last", () => {
    const record = { ...entry(1) } as Extract<HistoryAction, { type: "fetched" }>["record"];
    const state = reduce({ type: "opened", seq: 1 }, { type: "opened", seq: 2 }, { type: "fetched", record });
    expect(state.open).toEqual({ seq: 2, record: null, problem: null });
    expect(reduceHistory(state, { type: "unreadable", seq: 2, message: "Gone." }).open?.problem).toBe("Gone.");
  });
});

test("another filter forgets the choice, which may be out of sight", () => {
  const state = reduce(
    page([2, 1], null),
    { type: "selected", seqs: [1], on: true },
    {
      ...{ type: "filtered", filter: { languages: ["javascript"] }, period: "7" },
    },
  );
  expect([state.selected.size, state.period, state.version]).toEqual([0, "7", 1]);
});

describe("matches", () => {
  const one = entry(5, { preview: "print(total)" });
  test.each([
    [{}, true],
    [{ languages: [] }, true],
    [{ languages: ["python"], endings: ["completed" as const], sources: ["window" as const] }, true],
    [{ languages: ["javascript"] }, false],
    [{ backends: ["local" as const] }, false],
    [{ from: "2026-11-25T10:00:00.000Z", to: "2026-11-25T10:00:00.001Z" }, true],
    [{ to: "2026-11-25T10:00:00.000Z" }, false],
    [{ text: "TOTAL" }, true],
    [{ text: "sum" }, false],
  ])("%j: %s", (filter, expected) => expect(matches(one, filter)).toBe(expected));
  test("a run that was refused before it had a backend is in none", () => {
    expect(matches(entry(1, { backend: null }), { backends: ["docker", "local"] })).toBe(false);
  });
});

test("isFiltered tells what leaves something out", () => {
  expect([{}, { languages: [] }, { text: "" }, { from: undefined }].map(isFiltered)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([{ text: "x" }, { endings: ["failed" as const] }].map(isFiltered)).toEqual([true, true]);
});
