import { expect, it } from "vitest";
import { toTable } from "../../../electron/cli/print.ts";

it.each([
  [[], ""],
  [[["a", "b"]], "a  b\n"],
  [
    [
      ["a", "long one", "x"],
      ["bcd", "e", ""],
    ],
    "a    long one  x\nbcd  e         \n",
  ],
])("%j are columns, the last one as long as it is", (rows, text) => {
  expect(toTable(rows)).toBe(text);
});

it("a list may have more rows than a call may have arguments", () => {
  const rows = Array.from({ length: 300_000 }, () => ["1", "2"]);
  expect(toTable(rows)).toHaveLength(5 * rows.length);
});
