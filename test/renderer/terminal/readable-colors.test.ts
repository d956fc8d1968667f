import { describe, expect, it } from "vitest";
import { blackOrWhite, contrast, mix, toReadable } from "../../../renderer/terminal/readable-colors.ts";

describe("contrast", () => {
  it.each([
    ["#000000", "#ffffff", 21],
    ["#ffffff", "#ffffff", 1],
    ["#767676", "#ffffff", 4.54],
    ["#777777", "#ffffff", 4.48],
    ["#ece6da", "#8fd09a", 1.45],
  ])("of %s and %s is %d", (one, other, expected) => {
    expect(contrast(one, other)).toBeCloseTo(expected, 2);
    expect(contrast(other, one)).toBeCloseTo(expected, 2);
  });
});

describe("toReadable", () => {
  it("leaves alone what can be read", () => {
    expect(toReadable("#123456", "#ffffff")).toBe("#123456");
  });

  it("goes no further than it must, and keeps the hue", () => {
    const green = toReadable("#0ac81e", "#f9f6f0");
    expect(contrast(green, "#f9f6f0")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(green, "#f9f6f0")).toBeLessThan(4.8);
    const [red = 0, leaf = 0, blue = 0] = (green.match(/[0-9a-f]{2}/g) ?? []).map((part) => Number.parseInt(part, 16));
    expect(leaf / Math.max(red, blue)).toBeGreaterThan(5);
  });
});

it("black or white is whichever is read better", () => {
  expect(blackOrWhite("#8fd09a")).toBe("#000000");
  expect(blackOrWhite("#24713a")).toBe("#ffffff");
});

it("mixes", () => {
  expect(mix("#000000", "#ffffff", 0.25)).toBe("#404040");
  expect(mix("#102030", "#ffffff", 0)).toBe("#102030");
});
