// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import { preferencesSchema } from "#shared/workspace.ts";
import { DEFAULT_FONT_SIZE, stepFontSize } from "../../../renderer/preferences/font-size.ts";
import { toInterfaceScale, toNextTheme } from "../../../renderer/preferences/theme.ts";
import { createSession } from "../../../renderer/session/session.ts";
import { createFakeBridge } from "../fake-bridge.ts";

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

describe("a change that the core refuses", () => {
  const open = () => {
    const message = '"Theme" cannot be changed on this computer: Room 12 has locked it.';
    const bridge = createFakeBridge({
      preferences: { theme: "dark" },
      answers: { "preferences.set": () => ({ ok: false, error: { code: "policy_forbids", message } }) },
    });
    const session = createSession(bridge);
    session.stores.preferences.setState({ theme: "dark" });
    return { session, message };
  };

  it.each([{ theme: "light" }, { fontSize: 20 }] as const)("such as %j is taken back, and told", async (change) => {
    const { session, message } = open();
    session.setPreferences(change);
    session.setPreferences(change);
    await vi.waitFor(() =>
      expect(session.stores.notices.getState().notices.map(({ text }) => text)).toEqual([message]),
    );
    await vi.waitFor(() =>
      expect(session.stores.preferences.getState()).toMatchObject({ theme: "dark", fontSize: DEFAULT_FONT_SIZE }),
    );
  });
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
