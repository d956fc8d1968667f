import { SandpitError } from "#shared/errors.ts";
import type { SettingEntry, SettingKey } from "#shared/settings.ts";
import type { HandlersFor } from "../dispatcher.ts";
import type { MergedSettings } from "../settings/merge-settings.ts";
import type { SettingsChange, SettingsStore } from "../settings/settings-store.ts";
import type { History } from "../store/history/history.ts";

export interface SettingsCommandsOptions {
  settings: SettingsStore;
  history: Pick<History, "note">;
}

/** Settings under the policy of the machine. Every change is noted in the audit trail, with what was there before. */
export function createSettingsCommands({
  settings,
  history,
}: SettingsCommandsOptions): HandlersFor<"settings.list" | "settings.get" | "settings.set" | "settings.reset"> {
  const toEntries = ({ entries }: MergedSettings) => [...entries.values()];
  const entryOf = ({ entries }: MergedSettings, key: SettingKey): SettingEntry => {
    const entry = entries.get(key);
    if (!entry) throw new SandpitError("not_found", `There is no setting named ${key}.`);
    return entry;
  };
  const toNoted = (source: string, { before, after }: SettingsChange) => {
    const changes = toEntries(after)
      .map(({ key, value }) => [key, { from: entryOf(before, key).value, to: value }] as const)
      .filter(([, { from, to }]) => from !== to);
    if (changes.length > 0) history.note("settings.changed", source, Object.fromEntries(changes));
    return { entries: toEntries(after) };
  };
  return {
    async "settings.list"() {
      const merged = await settings.refresh();
      return { entries: toEntries(merged), policy: merged.policy, notice: settings.notice() };
    },
    "settings.get": async ({ key }) => entryOf(await settings.refresh(), key),
    "settings.set": async ({ changes }, { source }) => toNoted(source, await settings.set(changes)),
    "settings.reset": async ({ keys }, { source }) => toNoted(source, await settings.reset(keys)),
  };
}
