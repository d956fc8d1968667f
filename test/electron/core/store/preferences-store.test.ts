import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSettingsStore } from "../../../../electron/core/settings/settings-store.ts";
import { createPreferencesStore } from "../../../../electron/core/store/preferences-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-preferences-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process of its own, with nothing in its memory. */
function open() {
  const settings = openSettingsStore({ folder, policyPaths: [join(folder, "policy.json")] });
  return createPreferencesStore({ folder, settings: () => settings });
}

const DEFAULTS = { theme: "system", fontSize: 14, panelSide: "right", panelPercent: 42 };

describe("preferences store", () => {
  it("begins with the defaults", async () => {
    expect(await open().get()).toEqual(DEFAULTS);
  });

  it("changes only what is named", async () => {
    const store = open();
    await Promise.all([store.set({ fontSize: 20 }), store.set({ theme: "dark", panelSide: undefined })]);
    const expected = { ...DEFAULTS, fontSize: 20, theme: "dark" };
    expect(await store.get()).toEqual(expected);
    expect(await open().get()).toEqual(expected);
  });

  it("refuses what is out of range and keeps what it had", async () => {
    const store = open();
    await expect(store.set({ fontSize: 4000 })).rejects.toThrow();
    expect(await store.get()).toEqual(DEFAULTS);
  });

  it("sets a damaged file aside", async () => {
    await writeFile(join(folder, "preferences.json"), '{"panelSide":"up"}');
    expect(await open().get()).toEqual(DEFAULTS);
    expect((await readdir(folder))[0]).toMatch(/^preferences\.damaged-/);
  });

  it("takes over what an earlier version kept in one file, once", async () => {
    const earlier = { theme: "dark", fontSize: 20, panelSide: "bottom", panelPercent: 30 };
    await writeFile(join(folder, "preferences.json"), JSON.stringify(earlier));
    expect(await open().get()).toEqual(earlier);
    await open().set({ theme: "system", panelPercent: 35 });
    expect(await open().get()).toEqual({ ...earlier, theme: "system", panelPercent: 35 });
  });

  it("cannot change what a policy locks", async () => {
    const policy = { version: 1, by: "Room 12", lock: { "window.theme": "light" } };
    await writeFile(join(folder, "policy.json"), JSON.stringify(policy));
    await expect(open().set({ theme: "dark" })).rejects.toMatchObject({ code: "policy_forbids" });
    expect(await open().get()).toEqual({ ...DEFAULTS, theme: "light" });
  });
});
