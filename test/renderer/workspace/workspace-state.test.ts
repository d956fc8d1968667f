import { describe, expect, it } from "vitest";
import { LANGUAGES } from "#shared/languages.ts";
import type { Draft, OpenedFile } from "#shared/workspace.ts";
import { isDirty, isPristine, toFolderHint, toFreeName, toNameProblem } from "../../../renderer/workspace/drafts.ts";
import {
  EMPTY_WORKSPACE,
  reduceWorkspace,
  type WorkspaceAction,
  type WorkspaceState,
} from "../../../renderer/workspace/workspace-state.ts";

const draft = (id: string, change: Partial<Draft> = {}): Draft => ({
  id,
  name: `${id}.py`,
  language: "python",
  content: `# ${id}`,
  file: null,
  cursor: 0,
  ...change,
});
const onDisk: OpenedFile = { handle: "h", name: "b.py", displayPath: "~/b.py", content: "theirs", version: "2" };
const file = { handle: "h", name: "b.py", displayPath: "~/b.py", savedContent: "# b", version: "1" };

function run(...actions: WorkspaceAction[]): WorkspaceState {
  const start = reduceWorkspace(EMPTY_WORKSPACE, {
    type: "loaded",
    workspace: { version: 1, activeId: "a", drafts: [draft("a"), draft("b", { file }), draft("c")] },
  });
  return actions.reduce(reduceWorkspace, start);
}
const ids = (state: WorkspaceState) => state.drafts.map(({ id }) => id);

describe("reduceWorkspace", () => {
  it("activates the first draft where the last active one is gone", () => {
    const workspace = { version: 1 as const, activeId: "gone", drafts: [draft("a")] };
    expect(reduceWorkspace(EMPTY_WORKSPACE, { type: "loaded", workspace }).activeId).toBe("a");
  });

  it.each([
    ["the active one: its right neighbour comes to the front", "a", "b"],
    ["another: nothing else changes", "c", "a"],
  ])("closes %s", (_, id, activeId) => {
    const state = run({ type: "closed", id });
    expect(state.activeId).toBe(activeId);
    expect(ids(state)).not.toContain(id);
  });

  it("reopens tabs where they were, with their text", () => {
    const state = run(
      { type: "closed", id: "b" },
      { type: "closed", id: "a" },
      { type: "reopened" },
      { type: "reopened" },
    );
    expect(ids(state)).toEqual(["a", "b", "c"]);
    expect(state.drafts[1]).toEqual(draft("b", { file }));
  });

  it("reopens a certain one, whatever was closed since", () => {
    const state = run({ type: "closed", id: "b" }, { type: "closed", id: "a" }, { type: "reopened", id: "b" });
    expect(ids(state)).toEqual(["c", "b"]);
    expect(state).toMatchObject({ activeId: "b", closed: [{ draft: { id: "a" } }] });
  });

  it("has nothing active when all are closed", () => {
    const state = run({ type: "closed", id: "a" }, { type: "closed", id: "b" }, { type: "closed", id: "c" });
    expect(state).toMatchObject({ drafts: [], activeId: null, programId: null });
  });

  it("remembers the last program while a data file is in front", () => {
    const data = draft("d", { name: "data.csv", language: "text" });
    expect(run({ type: "activated", id: "b" }, { type: "added", draft: data })).toMatchObject({
      activeId: "d",
      programId: "b",
    });
  });

  it("goes to an open file instead of opening it twice", () => {
    const state = run({ type: "opened", id: "new", file: onDisk, languages: LANGUAGES });
    expect(state.activeId).toBe("b");
    expect(ids(state)).toEqual(["a", "b", "c"]);
  });

  it("follows the language of a new name, and lets go of the file on disk", () => {
    const state = run({ type: "renamed", id: "b", name: "b.ts", languages: LANGUAGES });
    expect(state.drafts[1]).toMatchObject({ name: "b.ts", language: "typescript", file: null, content: "# b" });
  });

  it("is clean after a save of the same text, and dirty where typing went on meanwhile", () => {
    const edit: WorkspaceAction = { type: "edited", id: "b", content: "new", cursor: 3 };
    const saved: WorkspaceAction = { type: "saved", id: "b", content: "new", version: "2" };
    const typedOn: WorkspaceAction = { type: "edited", id: "b", content: "newer", cursor: 5 };
    const isBDirty = (state: WorkspaceState) => isDirty(state.drafts[1] as Draft);
    expect(isBDirty(run(edit))).toBe(true);
    expect(isBDirty(run(edit, saved))).toBe(false);
    expect(isBDirty(run(edit, typedOn, saved))).toBe(true);
  });

  it("takes their text over mine, or mine over theirs", () => {
    const edit: WorkspaceAction = { type: "edited", id: "b", content: "mine", cursor: 0 };
    const change: WorkspaceAction = { type: "diskChanged", id: "b", change: onDisk };
    const theirs = run(edit, change, { type: "theirsLoaded", id: "b", file: onDisk });
    expect(theirs.drafts[1]).toMatchObject({ content: "theirs", file: { savedContent: "theirs", version: "2" } });
    expect(theirs.diskChanges).toEqual({});
    const mine = run(edit, change, { type: "mineKept", id: "b" });
    expect(mine.drafts[1]).toMatchObject({ content: "mine", file: { savedContent: "theirs", version: "2" } });
    expect(mine.diskChanges).toEqual({});
  });

  it("keeps the text of a removed file as a draft", () => {
    const state = run({ type: "diskChanged", id: "b", change: null }, { type: "mineKept", id: "b" });
    expect(state.drafts[1]).toMatchObject({ content: "# b", file: null });
  });
});

describe("one draft for each file", () => {
  const savedAs = (content: string): WorkspaceAction => ({
    ...{ type: "savedAs", id: "a", languages: LANGUAGES },
    file: { ...onDisk, content },
  });

  it("keeps the text of a tab whose file another one was saved over, as a draft", () => {
    const state = run({ type: "diskChanged", id: "b", change: null }, savedAs("# a"));
    expect(state.drafts[0]).toMatchObject({ name: "b.py", content: "# a", file: { handle: "h" } });
    expect(state.drafts[1]).toMatchObject({ name: "b-2.py", content: "# b", file: null });
    expect(state.diskChanges).toEqual({});
  });

  it("closes that tab where it has the same text", () => {
    const state = run({ type: "activated", id: "b" }, savedAs("# b"));
    expect(ids(state)).toEqual(["a", "c"]);
    expect(state).toMatchObject({ activeId: "a", programId: "a" });
  });

  it("brings a file to the front that was opened again before its tab was reopened", () => {
    const state = run(
      { type: "closed", id: "b" },
      { type: "opened", id: "new", file: onDisk, languages: LANGUAGES },
      { type: "activated", id: "a" },
      { type: "reopened" },
    );
    expect(ids(state)).toEqual(["a", "c", "new"]);
    expect(state).toMatchObject({ activeId: "new", closed: [] });
  });

  it("reopens beside it what was closed without saving, as a draft", () => {
    const state = run(
      { type: "edited", id: "b", content: "mine", cursor: 0 },
      { type: "closed", id: "b" },
      { type: "opened", id: "new", file: onDisk, languages: LANGUAGES },
      { type: "reopened" },
    );
    expect(ids(state)).toEqual(["a", "b", "c", "new"]);
    expect(state.drafts[1]).toMatchObject({ name: "b-2.py", content: "mine", file: null });
    expect(state.activeId).toBe("b");
  });

  it("goes nowhere where the tab is gone", () => {
    expect(run({ type: "activated", id: "c" }, { type: "activated", id: "gone" }).activeId).toBe("c");
  });
});

describe("names", () => {
  it.each([
    [[], "main.py"],
    [["main.py"], "file2.py"],
    [["MAIN.PY", "file2.py"], "file3.py"],
  ])("beside %j comes %s", (taken, name) => {
    expect(toFreeName(LANGUAGES[0] as (typeof LANGUAGES)[0], taken)).toBe(name);
  });

  it.each([
    ["new.py", null],
    ["A.PY", null],
    ["", /needs a name/],
    ["a/b.py", /must not contain/],
    ["..", /reserved/],
    ["B.py", /already/],
  ])("%j", (name, problem) => {
    const found = toNameProblem(name, "a", [draft("a"), draft("b")]);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });

  const inFolder = (id: string, displayPath: string) =>
    draft(id, { name: "a.py", file: { ...file, handle: id, name: "a.py", displayPath } });
  it.each([
    ["another folder", "~/one/a.py", "~/two/a.py", "one"],
    ["a folder of the same name", "~/one/src/a.py", "~/two/src/a.py", "~/one/src"],
    ["the root folder", "/a.py", "~/two/a.py", "/"],
    ["a folder of Windows", "C:\\one\\a.py", "C:\\two\\a.py", "one"],
    ["a place that nobody knows", "a.py", "a.py", null],
  ])("are told apart by their folders: %s", (_, path, other, hint) => {
    const first = inFolder("a", path);
    expect(toFolderHint(first, [first, inFolder("b", other)])).toBe(hint);
    expect(toFolderHint(first, [first, draft("b")])).toBeNull();
  });

  it("takes samples and blanks for nothing of the user's own", () => {
    expect(isPristine(draft("a", { content: LANGUAGES[0]?.sample ?? "" }))).toBe(true);
    expect(isPristine(draft("a", { content: " \n" }))).toBe(true);
    expect(isPristine(draft("a"))).toBe(false);
  });
});
