import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Theme = "system" | "light" | "dark";

/** Reads the theme out of the saved settings, without a schema: the window does not wait for one. */
export function toTheme(settings: unknown, earlierPreferences: unknown): Theme {
  const read = (value: unknown, key: string) =>
    typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  // Before there were settings, the theme was one of the window's preferences.
  const theme = settings === null ? read(earlierPreferences, "theme") : read(read(settings, "values"), "window.theme");
  return theme === "light" || theme === "dark" ? theme : "system";
}

/** The theme that the window opens with. Synchronous, because the window's colour is decided before its page exists. */
export function readTheme(home: string): Theme {
  return toTheme(readJson(join(home, "settings.json")), readJson(join(home, "preferences.json")));
}

/** The colour named `--canvas` in the page's styles, so that opening a window does not flash. */
export const backgroundColour = (dark: boolean): string => (dark ? "#191714" : "#f4f0e8");

/** What a small JSON file holds, `null` where there is none or it cannot be read. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
