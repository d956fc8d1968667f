import { describe, expect, it } from "vitest";
import { GROUND, parseChunk } from "../../../renderer/terminal/escape-parser.ts";
import { applySgr, PLAIN, type TextStyle, toIndexedColor } from "../../../renderer/terminal/text-style.ts";

/** The style after a sequence, as a program prints it. */
function styleAfter(parameters: string, style = PLAIN): TextStyle {
  const { tokens } = parseChunk(GROUND, `\u001b[${parameters}m`);
  return tokens.reduce((last, token) => (token.type === "style" ? applySgr(last, token.parameters) : last), style);
}

describe("applySgr", () => {
  it.each<[string, string, Partial<TextStyle>]>([
    ["bold red", "1;31", { bold: true, foreground: "ansi-1" }],
    ["bright on bright", "97;100", { foreground: "ansi-15", background: "ansi-8" }],
    ["256 colours", "38;5;208", { foreground: "#ff8700" }],
    ["a background of 256", "48;5;232", { background: "#080808" }],
    ["true colour", "38;2;1;2;255", { foreground: "#0102ff" }],
    ["what follows a colour", "38;5;1;4", { foreground: "ansi-1", underline: true }],
    ["inverse, strike, italic, dim", "7;9;3;2", { inverse: true, strike: true, italic: true, dim: true }],
    ["unknown codes", "73;31;999", { foreground: "ansi-1" }],
    ["colours out of range", "38;5;300", {}],
    ["an unfinished colour", "38;2;1", {}],
    ["256 colours in parts", "48:5:208;1", { background: "#ff8700", bold: true }],
    ["true colour in parts", "38:2:255:0:1;1", { foreground: "#ff0001", bold: true }],
    ["true colour with an empty space of colours", "38:2::255:0:0", { foreground: "#ff0000" }],
    ["true colour with a space of colours and a tolerance", "38:2:1:0:0:1:0:1", { foreground: "#000001" }],
    ["an unfinished colour in parts", "38:2:1;1", { bold: true }],
    ["an underline of any kind", "4:3", { underline: true }],
    ["the colour of an underline", "58;5;1", {}],
    ["the true colour of an underline", "58;2;9;7;3;31", { foreground: "ansi-1" }],
    ["the colour of an underline in parts", "58:2::9:7:3;59", {}],
    ["parts of what has none", "1:3;31:1", {}],
  ])("%s", (_, parameters, expected) => {
    expect(styleAfter(parameters)).toEqual({ ...PLAIN, ...expected });
  });

  it("ends an underline and nothing else with its kind 0", () => {
    expect(styleAfter("4:0", styleAfter("1;4;31"))).toEqual({ ...PLAIN, bold: true, foreground: "ansi-1" });
  });

  it("is plain again after a reset", () => {
    expect(styleAfter("0", styleAfter("1;31;7"))).toBe(PLAIN);
    expect(styleAfter("22;24;39;49", styleAfter("1;2;4;31;44"))).toEqual(PLAIN);
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
