import type { Preferences } from "#shared/preferences.ts";
import { preferencesSchema } from "#shared/workspace.ts";
import { createJsonDocument } from "./json-document.ts";

export interface PreferencesStore {
  get(): Promise<Preferences>;
  /** Changes only what is named, and answers with all of them. */
  set(change: { [K in keyof Preferences]?: Preferences[K] | undefined }): Promise<Preferences>;
}

/** Keeps the preferences in `preferences.json`. A damaged file is set aside and the defaults take its place. */
export function createPreferencesStore({ folder }: { folder: string }): PreferencesStore {
  const document = createJsonDocument({ folder, name: "preferences", schema: preferencesSchema, label: "preferences" });
  let current: Preferences | null = null;

  const get = async (): Promise<Preferences> => {
    if (current) return current;
    const { value } = await document.load();
    // Another call may have got here first, and may have changed something since.
    current ??= value ?? preferencesSchema.parse({});
    return current;
  };

  return {
    get,
    async set(change) {
      await get();
      const named = Object.entries(change).filter(([, value]) => value !== undefined);
      const after = preferencesSchema.parse({ ...current, ...Object.fromEntries(named) });
      current = after;
      await document.save(after);
      return after;
    },
  };
}
