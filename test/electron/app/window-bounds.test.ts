import { describe, expect, it } from "vitest";
import { readTheme, toTheme } from "../../../electron/app/appearance.ts";
import { fitWindow, toWindowState } from "../../../electron/app/window-bounds.ts";

const PRIMARY = { x: 0, y: 25, width: 1440, height: 875 };
const SECOND = { x: 1440, y: 0, width: 1920, height: 1080 };
const at = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  maximised: false,
});

describe("bounds of a new window", () => {
  it.each([
    ["the first start", null, [PRIMARY], { width: 1280, height: 800 }],
    ["as it was left", at(100, 60), [PRIMARY], { x: 100, y: 60, width: 1000, height: 700 }],
    ["on the second display", at(1600, 10), [PRIMARY, SECOND], { x: 1600, y: 10, width: 1000, height: 700 }],
    ["the second display is gone", at(1600, 10), [PRIMARY], { width: 1000, height: 700 }],
    ["left of every display", at(-2000, 60), [PRIMARY, SECOND], { width: 1000, height: 700 }],
    ["only a sliver is visible", at(1400, 60), [PRIMARY], { width: 1000, height: 700 }],
    ["the title bar is above the display", at(100, 0), [PRIMARY], { width: 1000, height: 700 }],
    ["the title bar is below the display", at(100, 890), [PRIMARY], { width: 1000, height: 700 }],
    ["larger than the display", at(0, 25, 4000, 3000), [PRIMARY], { x: 0, y: 25, width: 1440, height: 875 }],
    ["smaller than is usable", at(0, 25, 200, 100), [PRIMARY], { x: 0, y: 25, width: 800, height: 560 }],
    ["no display at all", at(0, 0), [], { width: 1000, height: 700 }],
  ])("%s", (_name, state, displays, expected) => {
    expect(fitWindow(state, displays)).toEqual(expected);
  });
});

describe("saved window state", () => {
  it("is read back", () => {
    const saved = { bounds: { x: -5, y: 0, width: 900, height: 600 }, maximised: true };
    expect(toWindowState(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
  });
  it.each([
    null,
    undefined,
    7,
    "{}",
    [[]],
    {},
    { bounds: null },
    { bounds: { x: 0, y: 0, width: 900 } },
    { bounds: { x: "0", y: 0, width: 900, height: 600 } },
    { bounds: { x: 0.5, y: 0, width: 900, height: 600 } },
    { bounds: { x: 1e9, y: 0, width: 900, height: 600 } },
    { bounds: { x: Number.NaN, y: 0, width: 900, height: 600 } },
  ])("%j is ignored", (saved) => {
    expect(toWindowState(saved)).toBeNull();
  });
});

describe("theme", () => {
  it.each([
    [{ values: { "window.theme": "dark" } }, null, "dark"],
    [{ values: { "window.theme": "light" } }, { theme: "dark" }, "light"],
    [{ values: { "window.theme": "pink" } }, null, "system"],
    [{ values: {} }, { theme: "dark" }, "system"],
    [{}, null, "system"],
    ["dark", null, "system"],
    [null, { theme: "dark" }, "dark"],
    [null, { theme: "pink" }, "system"],
    [null, null, "system"],
  ])("of the settings %j and earlier preferences %j is %s", (settings, preferences, theme) => {
    expect(toTheme(settings, preferences)).toBe(theme);
  });
  it("is the system's where nothing was saved", () => {
    expect(readTheme("/nowhere")).toBe("system");
  });
});
