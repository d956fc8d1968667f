import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPreferencesStore } from "../../../../electron/core/store/preferences-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-preferences-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const DEFAULTS = { theme: "system", fontSize: 14, panelSide: "right", panelPercent: 42 };

describe("preferences store", () => {
  it("begins with the defaults", async () => {
    expect(await createPreferencesStore({ folder }).get()).toEqual(DEFAULTS);
  });

  it("changes only what is named", async () => {
    const store = createPreferencesStore({ folder });
    await Promise.all([store.set({ fontSize: 20 }), store.set({ theme: "dark", panelSide: undefined })]);
    const expected = { ...DEFAULTS, fontSize: 20, theme: "dark" };
    expect(await store.get()).toEqual(expected);
    expect(await createPreferencesStore({ folder }).get()).toEqual(expected);
  });

  it("refuses what is out of range and keeps what it had", async () => {
    const store = createPreferencesStore({ folder });
    await expect(store.set({ fontSize: 4000 })).rejects.toThrow();
    expect(await store.get()).toEqual(DEFAULTS);
  });

  it("sets a damaged file aside", async () => {
    await writeFile(join(folder, "preferences.json"), '{"fontSize":"big"}');
    expect(await createPreferencesStore({ folder }).get()).toEqual(DEFAULTS);
    expect((await readdir(folder))[0]).toMatch(/^preferences\.damaged-/);
  });
});
