import type { Preferences } from "#shared/preferences.ts";
import type { SettingEntry } from "#shared/settings.ts";

/** What changed settings mean for how this window looks. */
export function toAppearance(entries: readonly SettingEntry[]): Partial<Pick<Preferences, "theme" | "fontSize">> {
  const read = (key: SettingEntry["key"]) => entries.find((entry) => entry.key === key)?.value;
  const theme = read("window.theme") as Preferences["theme"] | undefined;
  const fontSize = read("window.fontSize") as number | undefined;
  return { ...(theme !== undefined && { theme }), ...(fontSize !== undefined && { fontSize }) };
}
