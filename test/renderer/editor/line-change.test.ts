import { expect, it } from "vitest";
import { toLineChange } from "../../../renderer/editor/line-change.ts";

const apply = (text: string, { from, to, insert }: ReturnType<typeof toLineChange>) =>
  text.slice(0, from) + insert + text.slice(to);

it.each([
  ["a line in the middle", "a\nb\nc\n", "a\nB\nc\n", { from: 2, to: 4, insert: "B\n" }],
  ["a line that is added", "a\nc", "a\nb\nc", { from: 2, to: 2, insert: "b\n" }],
  ["a line that is removed", "a\nb\nc", "a\nc", { from: 2, to: 4, insert: "" }],
  ["lines of which one repeats", "a\na\n", "a\na\na\n", { from: 4, to: 4, insert: "a\n" }],
  ["the last line", "a\nb", "a\nB", { from: 2, to: 3, insert: "B" }],
  ["everything", "one\ntwo\n", "1\n", { from: 0, to: 8, insert: "1\n" }],
])("changes %s and nothing else", (_, before, after, change) => {
  expect(toLineChange(before, after, "\n")).toEqual(change);
  expect(apply(before, change)).toBe(after);
});

it("makes any text of any other", () => {
  // Of few letters and lines, so that beginnings, ends and repetitions of all kinds come up.
  const texts = Array.from({ length: 4 ** 4 }, (_, number) =>
    Array.from({ length: 4 }, (_, place) => ["", "a", "b", "\n"][Math.floor(number / 4 ** place) % 4]).join(""),
  );
  const wrong = texts.flatMap((before) =>
    texts.filter((after) => apply(before, toLineChange(before, after, "\n")) !== after).map((after) => [before, after]),
  );
  expect(wrong).toEqual([]);
});
