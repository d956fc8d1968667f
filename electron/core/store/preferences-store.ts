import type { Preferences } from "#shared/preferences.ts";
import { preferencesSchema } from "#shared/workspace.ts";
import type { SettingsStore } from "../settings/settings-store.ts";
import { createJsonDocument } from "./json-document.ts";

export interface PreferencesStore {
  get(): Promise<Preferences>;
  /** Changes only what is named, and answers with all of them. */
  set(change: { [K in keyof Preferences]?: Preferences[K] | undefined }): Promise<Preferences>;
}

/** Theme and font size are settings; where the panel is, the window remembers for itself. */
const windowStateSchema = preferencesSchema.pick({ panelSide: true, panelPercent: true });

/**
 * How the window looks: its theme and font size out of the settings, and its own state out of `preferences.json`. A
 * damaged file is set aside and the defaults take its place.
 */
export function createPreferencesStore(options: {
  folder: string;
  settings: () => Promise<SettingsStore>;
}): PreferencesStore {
  const { folder, settings } = options;
  const document = createJsonDocument({ folder, name: "preferences", schema: windowStateSchema, label: "preferences" });
  let current: Pick<Preferences, "panelSide" | "panelPercent"> | null = null;

  const load = async () => {
    if (current) return current;
    const { value } = await document.load();
    // Another call may have got here first, and may have changed something since.
    current ??= value ?? windowStateSchema.parse({});
    return current;
  };
  const get = async (): Promise<Preferences> => {
    // The settings first: they take over what an earlier version kept in this file.
    const { values } = (await settings()).current();
    return { theme: values["window.theme"], fontSize: values["window.fontSize"], ...(await load()) };
  };

  return {
    get,
    async set({ theme, fontSize, ...state }) {
      const store = await settings();
      await load();
      if (theme !== undefined || fontSize !== undefined)
        await store.set({ "window.theme": theme, "window.fontSize": fontSize });
      const named = Object.entries(state).filter(([, value]) => value !== undefined);
      if (named.length > 0) {
        current = windowStateSchema.parse({ ...current, ...Object.fromEntries(named) });
        await document.save(current);
      }
      return get();
    },
  };
}
