import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, SETTING_KEYS, SETTINGS } from "#shared/settings.ts";
import { toValueSchema } from "#shared/settings-schema.ts";
import { openSettingsStore } from "../../../../electron/core/settings/settings-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-settings-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = () => join(folder, "settings.json");
const policyPath = () => join(folder, "policy.json");
const open = () => openSettingsStore({ folder, policyPaths: [policyPath()] });

describe("the settings", () => {
  it.each(SETTING_KEYS)("%s has a default that it may have, and words", (key) => {
    const definition = SETTINGS[key];
    expect(toValueSchema(definition).safeParse(definition.default).success).toBe(true);
    expect(definition.label.length * definition.doc.length).toBeGreaterThan(0);
  });

  it("are the defaults until one is set; what was set is there the next time", async () => {
    const store = await open();
    expect(store.current().values).toEqual(DEFAULT_SETTINGS);
    await store.set({ "pool.size": 4, "window.theme": "dark" });
    const again = await open();
    expect(again.current().values).toEqual({ ...DEFAULT_SETTINGS, "pool.size": 4, "window.theme": "dark" });
    expect(again.current().entries.get("pool.size")?.source).toBe("user");
    await again.reset(["pool.size"]);
    expect((await open()).current().values).toEqual({ ...DEFAULT_SETTINGS, "window.theme": "dark" });
    await again.reset(undefined);
    expect((await open()).current().values).toEqual(DEFAULT_SETTINGS);
  });

  it.each([
    [{ "pool.size": 99 }, /pool\.size: 99 is not possible\. It takes a number from 0 to 8\./],
    [{ "pool.size": 1.5 }, /not possible/],
    [{ "window.theme": "pink" }, /Choose one of: system, light, dark\./],
    [{ "http.enabled": "yes" }, /not possible/],
    [{ "pool.size": 3, "queue.waiting": -1 }, /queue\.waiting/],
  ])("%j is refused, and nothing of it is set", async (changes, message) => {
    const store = await open();
    await expect(store.set(changes)).rejects.toThrow(message);
    expect(store.current().values).toEqual(DEFAULT_SETTINGS);
  });

  it.each([
    ["is cut off", '{"version":1,"values":{"pool'],
    ["names what is no setting", '{"version":1,"values":{"pool.sise":3}}'],
    ["has a value that none may have", '{"version":1,"values":{"pool.size":"many"}}'],
    ["is of another time", '{"version":7,"values":{}}'],
  ])("in a file that %s are set aside and reported; the defaults are in force", async (_, text) => {
    await writeFile(path(), text);
    const store = await open();
    expect(store.current().values).toEqual(DEFAULT_SETTINGS);
    expect(store.notice()).toMatch(/^The saved settings file was damaged, so the defaults are in force\./);
    const aside = (await readdir(folder)).find((name) => name.startsWith("settings.damaged-"));
    expect(await readFile(join(folder, aside ?? ""), "utf8")).toBe(text);
    await store.set({ "pool.size": 1 });
    expect((await open()).current().values["pool.size"]).toBe(1);
  });

  it("of a file without a version are brought up to date", async () => {
    await writeFile(path(), '{"pool.size":5}');
    expect((await open()).current().values["pool.size"]).toBe(5);
  });

  it("of earlier preferences are taken over", async () => {
    await writeFile(join(folder, "preferences.json"), '{"theme":"dark","fontSize":18}');
    expect((await open()).current().values).toMatchObject({ "window.theme": "dark", "window.fontSize": 18 });
  });

  it("that another process changes are noticed, and neither loses what the other has set", async () => {
    const [one, other] = [await open(), await open()];
    const changed: unknown[] = [];
    one.onChanged((after, _, origin) => changed.push([after.values["pool.size"], origin]));
    await other.set({ "pool.size": 7 });
    await one.set({ "queue.waiting": 9 });
    expect((await other.refresh()).values).toMatchObject({ "pool.size": 7, "queue.waiting": 9 });
    expect(changed[0]).toEqual([7, "disk"]);
  });
});

describe("a policy", () => {
  it("that comes while Sandpit runs is in force with the next look, and is gone with the file", async () => {
    const store = await open();
    await store.set({ "pool.size": 6 });
    await writeFile(policyPath(), '{"version":1,"by":"Room 12","lock":{"pool.size":1},"ceilings":{"limits.cpus":1}}');
    expect((await store.refresh()).values["pool.size"]).toBe(1);
    await expect(store.set({ "pool.size": 2 })).rejects.toThrow(/cannot be changed on this computer: Room 12/);
    await expect(store.reset(["pool.size"])).rejects.toThrow(/Room 12 has locked it/);
    await expect(store.set({ "limits.cpus": 2 })).rejects.toThrow(/from 0\.1 to 1 on this computer/);
    await store.set({ "limits.cpus": 0.8 });
    await rm(policyPath());
    expect((await store.refresh()).values).toMatchObject({ "pool.size": 6, "limits.cpus": 0.8 });
  });

  it("that cannot be read is broken, not absent", async () => {
    const store = await openSettingsStore({ folder, policyPaths: [folder] });
    expect(store.current().policy).toMatchObject({ state: "broken", forbidsLocal: expect.stringContaining("EISDIR") });
  });
});
