import { expect, it } from "vitest";
import { toUnseen } from "../../../renderer/history/unseen-notices.ts";

it.each([
  [[], [], []],
  [["a", "b"], [], ["a", "b"]],
  [["a", "b"], ["a", "b"], []],
  [["a", "b", "c"], ["a", "b"], ["c"]],
  // The list is cut at its beginning: it never gets longer.
  [["b", "c", "d"], ["a", "b", "c"], ["d"]],
  [
    ["x", "y"],
    ["a", "b"],
    ["x", "y"],
  ],
  [["a", "a"], ["a"], ["a"]],
])("of %j, with %j seen, %j are new", (notices, seen, unseen) => {
  expect(toUnseen(notices, seen)).toEqual(unseen);
});
