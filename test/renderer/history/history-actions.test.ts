import { beforeEach, describe, expect, test, vi } from "vitest";
import type { HistoryFilter, HistoryRecord } from "#shared/history-schema.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import { createHistoryActions } from "../../../renderer/history/history-actions.ts";
import type { Call } from "../../../renderer/session/call.ts";
import { createStores } from "../../../renderer/session/stores.ts";

const record = (fields: Partial<HistoryRecord> = {}): HistoryRecord => ({
  ...{ seq: 7, id: "run-7", at: "2026-11-27T10:00:00.000Z", language: "python", source: "window", backend: "docker" },
  ...{ ending: "completed", exitCode: 0, wallMs: 1, firstOutputMs: 1, warm: true, errorCode: null, repeats: 0 },
  ...{ entry: "main.py", fileCount: 2, codeBytes: 2, preview: "import shapes", filesTruncated: false, result: null },
  files: [
    { path: "main.py", content: "import shapes" },
    { path: "shapes.py", content: "area = 1" },
  ],
  stdin: { text: "", truncated: false, whole: false },
  ...{ transcript: [], error: null, installation: "here" },
  settings: { backendPolicy: "auto", askedBackend: null, limits: DEFAULT_LIMITS, policyBy: null },
  ...fields,
});

let stores: ReturnType<typeof createStores>;
let startKept: ReturnType<typeof vi.fn<(program: unknown) => Promise<void>>>;
let answers: Partial<Record<string, (input: never) => unknown>>;
const asked: [string, unknown][] = [];
beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", () => 0);
  stores = createStores();
  startKept = vi.fn(async () => {});
  answers = {};
  asked.length = 0;
});
const open = () =>
  createHistoryActions(
    (async (name: string, input: never) => {
      asked.push([name, input]);
      const answer = await answers[name]?.(input);
      return answer === undefined
        ? { ok: false, error: { code: "internal", message: "No." } }
        : { ok: true, value: answer };
    }) as unknown as Call,
    stores,
    { startKept },
  );
const drafts = () => stores.workspace.getState().drafts.map(({ name, content }) => `${name}: ${content}`);
const notices = () => stores.notices.getState().notices.map(({ text }) => text);

describe("a run in the editor", () => {
  test("comes beside what is open, under a free name, with its entry in front", () => {
    const actions = open();
    actions.edit(record({ files: [{ path: "main.py", content: "mine" }] }));
    actions.edit(record());
    expect(drafts()).toEqual(["main.py: mine", "shapes.py: area = 1", "main-2.py: import shapes"]);
    const { activeId, drafts: open_ } = stores.workspace.getState();
    expect(open_.find(({ id }) => id === activeId)?.name).toBe("main-2.py");
    expect(stores.view.getState().screen).toBe("code");
  });
  test("is not opened twice", () => {
    const actions = open();
    actions.edit(record());
    actions.edit(record());
    expect(drafts()).toHaveLength(2);
  });
});

describe("run again", () => {
  const programOf = async (fields: Partial<HistoryRecord>) => {
    await open().runAgain(record(fields));
    return startKept.mock.calls[0]?.[0];
  };
  test("runs the files under the names that they had, whatever their drafts are called", async () => {
    open().edit(record({ files: [{ path: "main.py", content: "other" }] }));
    expect(await programOf({})).toMatchObject({ files: record().files, entry: "main.py", note: "Run 7 again" });
  });
  test.each([
    ["typed", { text: "Ada\n", truncated: false, whole: false }, { stdin: "Ada\n" }],
    ["given whole and empty", { text: "", truncated: false, whole: true }, { stdin: "" }],
  ])("gives it the input that was %s", async (_, stdin, expected) => {
    expect(await programOf({ stdin })).toMatchObject(expected);
  });
  test.each([
    ["there was none", { text: "", truncated: false, whole: false }],
    ["it was not kept whole", { text: "A", truncated: true, whole: true }],
  ])("asks for input where %s", async (_, stdin) => {
    expect(await programOf({ stdin })).not.toHaveProperty("stdin");
  });
});

describe("reading", () => {
  test("a page that was asked for under another filter does not come into the list", async () => {
    const waiting: (() => void)[] = [];
    answers["history.list"] = ({ filter }: { filter: HistoryFilter }) =>
      new Promise((resolve) => {
        const seq = filter.text === "new" ? 2 : 1;
        waiting.push(() => resolve({ entries: [{ ...record(), seq }], next: null }));
      });
    const actions = open();
    const first = actions.load();
    actions.filter({ text: "new" });
    const second = actions.load();
    for (const answer of waiting.toReversed()) answer();
    await Promise.all([first, second]);
    expect(stores.history.getState().entries?.map(({ seq }) => seq)).toEqual([2]);
  });
  test("what cannot be read is said, and what was there stays", async () => {
    await open().load();
    expect(stores.history.getState()).toMatchObject({ problem: "No.", loading: false, entries: null });
  });
});

describe("choosing", () => {
  /** A history of so many runs, whose numbers are 1 to that. */
  const ofRuns = (runs: number, gone: readonly number[] = []) => {
    answers["history.list"] = ({ before = runs + 1, size }: { before?: number; size: number }) => {
      const seqs = Array.from({ length: before - 1 }, (_, index) => before - 1 - index).filter(
        (n) => !gone.includes(n),
      );
      const entries = seqs.slice(0, size).map((seq) => ({ ...record(), seq }));
      return { entries, next: seqs.length > size ? entries.at(-1)?.seq : null };
    };
    answers["history.get"] = ({ seq }: { seq: number }) => record({ seq });
  };
  const selected = () => [...stores.history.getState().selected];

  test("runs that are shown from elsewhere leaves out those that are gone", async () => {
    ofRuns(10, [7, 9]);
    expect(await open().choose([9, 8, 7])).toBe(true);
    expect([selected(), stores.history.getState().open?.seq]).toEqual([[8], 8]);
    expect(await open().choose([9, 7])).toBe(false);
    expect([selected(), notices()]).toEqual([
      [8],
      ["These runs are not in history any more. They were deleted, or were too old."],
    ]);
  });
  test("all reads the rest of the list first", async () => {
    ofRuns(631);
    const actions = open();
    await actions.load();
    expect(stores.history.getState().entries).toHaveLength(200);
    await actions.chooseAll();
    expect([stores.history.getState().entries?.length, selected().length]).toEqual([631, 631]);
  });
  test("all ends at as many as may be chosen together", async () => {
    ofRuns(12_000);
    const actions = open();
    await actions.load();
    await actions.chooseAll();
    expect([selected().length, Math.min(...selected())]).toEqual([10_000, 2_001]);
  });
  test("all ends where the list is another by then, or cannot be read", async () => {
    ofRuns(631);
    const actions = open();
    await actions.load();
    const choosing = actions.chooseAll();
    actions.filter({ text: "area" });
    await choosing;
    expect(selected()).toEqual([]);
    answers["history.list"] = () => undefined;
    await actions.chooseAll();
    expect(stores.history.getState().problem).toBe("No.");
  });
});

describe("deleting and exporting", () => {
  test("many are deleted in parts, and the number is told", async () => {
    answers["history.delete"] = ({ seqs }: { seqs: number[] }) => ({ removed: seqs.length });
    await open().remove(Array.from({ length: 12_000 }, (_, index) => index + 1));
    expect(asked.map(([, input]) => (input as { seqs: number[] }).seqs.length)).toEqual([10_000, 2_000]);
    expect(notices()).toEqual(["Deleted 12,000 runs."]);
  });
  test("what is under way stays, and that is told", async () => {
    answers["history.delete"] = () => ({ removed: 1 });
    await open().remove([1, 2]);
    expect(notices()).toEqual(["Deleted 1 run. The others are under way, or were gone already."]);
  });
  test("an export is of what is chosen, else of what the filter lets through", async () => {
    answers["history.saveExport"] = () => ({ saved: null });
    const actions = open();
    actions.filter({ text: "area" });
    await actions.save("csv");
    stores.history.dispatch({ type: "selected", seqs: [3], on: true });
    await actions.save("jsonl");
    expect(asked.map(([, input]) => input)).toEqual([
      { format: "csv", selection: { filter: { text: "area" } } },
      { format: "jsonl", selection: { seqs: [3] } },
    ]);
    expect(notices()).toEqual([]);
  });
});
