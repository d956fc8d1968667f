import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { THEMES, toColors } from "../../../renderer/run/output-colors.ts";
import { contrast, MIN_CONTRAST } from "../../../renderer/terminal/readable-colors.ts";
import { applySgr, PLAIN, toIndexedColor } from "../../../renderer/terminal/text-style.ts";

const LEVELS = [0, 64, 128, 192, 255];
const RGB = LEVELS.flatMap((red) => LEVELS.flatMap((green) => LEVELS.map((blue) => [2, red, green, blue])));
const INDEXED = Array.from({ length: 256 }, (_, index) => [5, index]);
const ANSI = INDEXED.slice(0, 16);
const ALL = [...INDEXED, ...RGB, [2, 10, 200, 30]];
const themes = Object.entries(THEMES);

const toStyle = (parameters: readonly number[]) =>
  applySgr(
    PLAIN,
    parameters.map((parameter) => [parameter]),
  );

/** The contrasts that a text with these parameters of `CSI m` has, and the parameters, where it is too low. */
function findUnreadable(name: string, parameters: number[]): string[] {
  const theme = THEMES[name as keyof typeof THEMES];
  const { color, background } = toColors(toStyle(parameters), theme);
  const found = contrast(color ?? theme.text, background ?? theme.panel);
  return found < MIN_CONTRAST ? [`${parameters.join(";")}: ${color} on ${background} has ${found}`] : [];
}

describe.each(themes)("what a program prints in colour can be read on the %s theme", (name, theme) => {
  it("as text on the panel, dim too", () => {
    expect(ALL.flatMap((color) => findUnreadable(name, [38, ...color]))).toEqual([]);
    expect(ALL.flatMap((color) => findUnreadable(name, [2, 38, ...color]))).toEqual([]);
    expect(findUnreadable(name, [2])).toEqual([]);
  });

  it("on a background", () => {
    expect(ALL.flatMap((color) => findUnreadable(name, [48, ...color]))).toEqual([]);
    expect(ALL.flatMap((color) => findUnreadable(name, [2, 48, ...color]))).toEqual([]);
  });

  it("in one colour on another, inverse too", () => {
    const pairs = [...ANSI, ...RGB].flatMap((front) => ALL.map((back) => [38, ...front, 48, ...back]));
    expect(pairs.flatMap((pair) => findUnreadable(name, pair)).slice(0, 5)).toEqual([]);
    expect(pairs.flatMap((pair) => findUnreadable(name, [7, 2, ...pair])).slice(0, 5)).toEqual([]);
  });

  it("inverse, with one colour or none", () => {
    const all = ALL.flatMap((color) => [
      [7, 38, ...color],
      [7, 48, ...color],
    ]);
    expect([[7], [7, 2], ...all].flatMap((parameters) => findUnreadable(name, parameters))).toEqual([]);
  });

  it("and keeps a colour that can be read as it is", () => {
    const { ansi } = theme;
    const kept = ansi.map((_, index) => toColors(toStyle([38, 5, index]), theme).color);
    expect(kept).toEqual(ansi);
    expect(toColors(PLAIN, theme)).toEqual({ color: null, background: null });
    expect(toColors(toStyle([37, 48, 5, 16]), THEMES.dark).color).toBe(THEMES.dark.ansi[7]);
    expect(toIndexedColor(16)).toBe("#000000");
  });
});

it("counts with the colours that the panel really has", () => {
  const css = readFileSync(new URL("../../../renderer/styles/tokens.css", import.meta.url), "utf8");
  const toToken = (token: string) => new RegExp(`--${token}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css)?.slice(1);
  expect(toToken("surface-sunken")).toEqual([THEMES.light.panel, THEMES.dark.panel]);
  expect(toToken("text")).toEqual([THEMES.light.text, THEMES.dark.text]);
});
