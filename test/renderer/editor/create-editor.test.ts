// @vitest-environment happy-dom
import { undo } from "@codemirror/commands";
import { EditorView } from "@codemirror/view";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Draft } from "#shared/workspace.ts";
import { createEditor, type Editor } from "../../../renderer/editor/create-editor.ts";

let frame: HTMLElement;
let editor: Editor;
let cursor: { line: number; column: number };

const draft = (id: string, content: string): Draft => ({
  ...{ id, content, name: `${id}.py`, language: "text", file: null, cursor: 0 },
});
const view = () => EditorView.findFromDOM(frame) as EditorView;
const insert = (from: number, text: string, to = from) =>
  view().dispatch({ changes: { from, to, insert: text }, userEvent: "input.type" });
const text = () => view().state.sliceDoc();
const marked = () => view().contentDOM.querySelector(".cm-error-line")?.firstChild?.textContent;

beforeEach(() => {
  frame = document.createElement("div");
  document.body.append(frame);
  editor = createEditor(frame, {
    highlightOf: () => "plain",
    onEdit: () => {},
    onCursor: (line, column) => {
      cursor = { line, column };
    },
    onLeave: () => {},
  });
  // With the focus, happy-dom tells of a selection in the middle of its being made, which no browser does.
  view().focus = () => {};
});
afterEach(() => {
  editor.destroy();
  frame.remove();
});

it("brings back with one undo what was typed right before the text was replaced", () => {
  editor.show(draft("a", "one\n"));
  insert(4, "mine\n");
  editor.show(draft("a", "theirs\n"));
  insert(7, "more\n");
  undo(view());
  expect(text()).toBe("theirs\n");
  undo(view());
  expect(text()).toBe("one\nmine\n");
});

it("goes to the line that the run has named, wherever it has moved", () => {
  editor.show(draft("a", "one\ntwo\nthree\n"));
  insert(0, "before the run\n");
  editor.beginRun();
  editor.mark({ draftId: "a", line: 3, message: "wrong" }); // "two"
  insert(0, "# a\n# b\n");
  expect(marked()).toBe("two");
  editor.goTo(3, 2);
  expect(cursor).toEqual({ line: 5, column: 2 });
  // At the very start of the line, too.
  insert(view().state.doc.line(5).from, "# c\n");
  editor.goTo(3, null);
  expect(cursor.line).toBe(6);
  editor.goTo(1, null);
  expect(cursor.line).toBe(3);
});

it("marks the line that the run has named where lines were inserted while it ran", () => {
  editor.show(draft("a", "one\ntwo\nthree\n"));
  editor.show(draft("b", "other\n"));
  editor.beginRun();
  editor.show(draft("a", "one\ntwo\nthree\n"));
  insert(0, "# a\n");
  editor.mark({ draftId: "a", line: 2, message: "wrong" });
  expect(marked()).toBe("two");
});

it("stays at the number where the line is gone, or the whole text is another", () => {
  editor.show(draft("a", "one\ntwo\nthree\n"));
  editor.beginRun();
  insert(3, "", 8); // "\ntwo\n" goes, and "three" comes up
  editor.goTo(2, null);
  expect(cursor.line).toBe(2);
  editor.show(draft("a", "1\n2\n3\n4\n"));
  editor.goTo(3, null);
  expect(cursor.line).toBe(3);
  editor.goTo(99, null);
  expect(cursor.line).toBe(5);
});

it.each([
  ["one\ntwo\nthree\n", "ONE\nmore\ntwo\nthree\n"],
  ["one\r\ntwo\r\nthree\r\n", "ONE\r\nmore\r\ntwo\r\nthree\r\n"],
])("keeps the cursor where it is when another program has changed other lines: %j", (before, after) => {
  editor.show(draft("a", before));
  editor.goTo(2, 3);
  editor.show(draft("a", after));
  expect([cursor, text()]).toEqual([{ line: 3, column: 3 }, after]);
  editor.show(draft("a", before));
  expect([cursor, text()]).toEqual([{ line: 2, column: 3 }, before]);
});
