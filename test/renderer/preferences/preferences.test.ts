import { expect, it } from "vitest";
import { preferencesSchema } from "#shared/workspace.ts";
import { DEFAULT_FONT_SIZE, stepFontSize } from "../../../renderer/preferences/font-size.ts";
import { toNextTheme } from "../../../renderer/preferences/theme.ts";

it("goes back to the font size that the schema begins with", () => {
  expect(DEFAULT_FONT_SIZE).toBe(preferencesSchema.parse({}).fontSize);
});

it.each([
  [14, 1, 15],
  [14, -1, 13],
  [20, 1, 22],
  [22, -1, 20],
  [10, -1, 10],
  [32, 1, 32],
] as const)("font size %d, step %d: %d", (size, step, expected) => {
  expect(stepFontSize(size, step)).toBe(expected);
});

it("goes round the themes", () => {
  expect(["system", "light", "dark"].map((theme) => toNextTheme(theme as "system"))).toEqual([
    "light",
    "dark",
    "system",
  ]);
});
