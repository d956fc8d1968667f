import { expect, it } from "vitest";
import { preferencesSchema } from "#shared/workspace.ts";
import { DEFAULT_FONT_SIZE, stepFontSize } from "../../../renderer/preferences/font-size.ts";
import { toInterfaceScale, toNextTheme } from "../../../renderer/preferences/theme.ts";

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

it.each([
  [10, 1],
  [14, 1],
  [18, 1.12],
  [32, 1.25],
])("code of %d px makes the interface %d times as large", (size, scale) => {
  expect(toInterfaceScale(size)).toBeCloseTo(scale);
});

it("goes round the themes", () => {
  expect(["system", "light", "dark"].map((theme) => toNextTheme(theme as "system"))).toEqual([
    "light",
    "dark",
    "system",
  ]);
});
