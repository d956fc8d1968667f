import { describe, expect, it } from "vitest";
import { applySgr, PLAIN, type TextStyle, toIndexedColor } from "../../../renderer/terminal/text-style.ts";

describe("applySgr", () => {
  it.each<[string, number[], Partial<TextStyle>]>([
    ["bold red", [1, 31], { bold: true, foreground: "ansi-1" }],
    ["bright on bright", [97, 100], { foreground: "ansi-15", background: "ansi-8" }],
    ["256 colours", [38, 5, 208], { foreground: "#ff8700" }],
    ["a background of 256", [48, 5, 232], { background: "#080808" }],
    ["true colour", [38, 2, 1, 2, 255], { foreground: "#0102ff" }],
    ["what follows a colour", [38, 5, 1, 4], { foreground: "ansi-1", underline: true }],
    ["inverse, strike, italic, dim", [7, 9, 3, 2], { inverse: true, strike: true, italic: true, dim: true }],
    ["unknown codes", [73, 31, 999], { foreground: "ansi-1" }],
    ["colours out of range", [38, 5, 300], {}],
    ["an unfinished colour", [38, 2, 1], {}],
  ])("%s", (_, parameters, expected) => {
    expect(applySgr(PLAIN, parameters)).toEqual({ ...PLAIN, ...expected });
  });

  it("is plain again after a reset", () => {
    expect(applySgr(applySgr(PLAIN, [1, 31, 7]), [0])).toBe(PLAIN);
    expect(applySgr(applySgr(PLAIN, [1, 2, 4, 31, 44]), [22, 24, 39, 49])).toEqual(PLAIN);
  });
});

describe("toIndexedColor", () => {
  it.each([
    [15, "ansi-15"],
    [16, "#000000"],
    [231, "#ffffff"],
    [255, "#eeeeee"],
    [256, null],
  ])("%d → %s", (index, color) => {
    expect(toIndexedColor(index)).toBe(color);
  });
});
