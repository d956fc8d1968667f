import { describe, expect, it } from "vitest";
import { toClusters } from "../../../renderer/run/clusters.ts";
import { indexAtColumn, textWidth } from "../../../renderer/terminal/char-width.ts";

describe("textWidth", () => {
  it.each([
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["漢字", 4],
    ["ｆｕｌｌ", 8],
    ["한국", 4],
    ["😀", 2],
    ["a\u200bb", 2],
    ["→", 1],
  ])("%s is %d wide", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe("indexAtColumn", () => {
  it.each([
    ["abc", 2, 2],
    ["漢字", 2, 1],
    ["漢字", 3, 1],
    ["😀a", 2, 2],
    ["e\u0301a", 1, 2],
    ["ab", 9, 2],
  ])("of %s, column %d is at %d", (text, column, index) => {
    expect(indexAtColumn(text, column)).toBe(index);
  });
});

describe("toClusters", () => {
  it("joins narrow characters and keeps wide ones single", () => {
    expect(toClusters("ab漢字c👩‍💻")).toEqual([
      { text: "ab", width: 1 },
      { text: "漢", width: 2 },
      { text: "字", width: 2 },
      { text: "c", width: 1 },
      { text: "👩‍💻", width: 2 },
    ]);
  });
});
