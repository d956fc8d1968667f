import type { HandlersFor } from "../dispatcher.ts";
import type { SettingsStore } from "../settings/settings-store.ts";
import { createPreferencesStore } from "../store/preferences-store.ts";
import { createWorkspaceStore } from "../store/workspace-store.ts";

/** What the user has open and how the window looks, kept in `folder`. */
export function createWorkspaceCommands(
  folder: string,
  settings: SettingsStore,
): HandlersFor<"workspace.load" | "workspace.save" | "preferences.get" | "preferences.set"> {
  const workspace = createWorkspaceStore({ folder });
  const preferences = createPreferencesStore({ folder, settings: async () => settings });
  return {
    "workspace.load": () => workspace.load(),
    async "workspace.save"(value) {
      await workspace.save(value);
      return {};
    },
    "preferences.get": () => preferences.get(),
    "preferences.set": (changes) => preferences.set(changes),
  };
}
