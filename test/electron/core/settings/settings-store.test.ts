import { execFileSync } from "node:child_process";
import { statfsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_SETTINGS, SETTING_KEYS, SETTINGS } from "#shared/settings.ts";
import { toValueSchema } from "#shared/settings-schema.ts";
import { toStamp } from "../../../../electron/core/settings/file-stamp.ts";
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
    [{ "pool.size": 99 }, /pool\.size: 99 is not possible\. It takes a whole number from 0 to 8\./],
    [{ "limits.wallMs": 5 }, /It takes a whole number of milliseconds from 100 to 600000\./],
    [{ "limits.cpus": 99 }, /It takes a number of processors from 0\.1 to \d+\./],
    [{ "engine.address": "a\nb" }, /It takes text of 500 characters at the most, without control characters\./],
    [{ "pool.size": 1.5 }, /not possible/],
    [{ "window.theme": "pink" }, /Choose one of: system, light, dark\./],
    [{ "http.enabled": "yes" }, /http\.enabled: "yes" is not possible\. It takes true or false\./],
    [{ "pool.size": 3, "queue.waiting": -1 }, /queue\.waiting/],
  ])("%j is refused, and nothing of it is set", async (changes, message) => {
    const store = await open();
    await expect(store.set(changes)).rejects.toThrow(message);
    expect(store.current().values).toEqual(DEFAULT_SETTINGS);
  });

  it.each([
    ["is cut off", '{"version":1,"values":{"pool'],
    ["is no object", "[1,2]"],
    ["has a version that is none", '{"version":"one","values":{}}'],
    ["has no values", '{"version":1,"values":7}'],
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

  it.each([
    ["a name that is no setting", '{"version":1,"values":{"pool.sise":3,"queue.waiting":9}}', "pool.sise (no such"],
    ["a value that none may have", '{"version":1,"values":{"pool.size":99,"queue.waiting":9}}', "pool.size (99 is not"],
    ["a part that is unknown", '{"version":1,"values":{"queue.waiting":9},"more":{}}', "more (unknown)"],
  ])(
    "in a file with %s hold but for that one, which is named; the file is kept before it is written",
    async (_, text, named) => {
      await writeFile(path(), text);
      const store = await open();
      expect(store.current().values).toEqual({ ...DEFAULT_SETTINGS, "queue.waiting": 9 });
      expect(store.notice()).toContain(named);
      expect(await readdir(folder)).toEqual(["settings.json"]);
      expect(await readFile(path(), "utf8")).toBe(text);

      await store.set({ "pool.size": 1 });
      const [kept = ""] = (await readdir(folder)).filter((name) => name.startsWith("settings.replaced-"));
      expect(await readFile(join(folder, kept), "utf8")).toBe(text);
      expect(store.notice()).toContain(kept);
      const again = await open();
      expect(again.current().values).toEqual({ ...DEFAULT_SETTINGS, "queue.waiting": 9, "pool.size": 1 });
      expect(again.notice()).toBeNull();
    },
  );

  it.each([
    ['{"version":7,"values":{"pool.size":3,"pool.colour":"red"},"more":{}}', { "pool.size": 3 }],
    ['{"version":7,"settings":[]}', {}],
  ])("of a newer version, %s, are in force as far as they are known, and never written over", async (text, known) => {
    await writeFile(path(), text);
    const store = await open();
    expect(store.current().values).toEqual({ ...DEFAULT_SETTINGS, ...known });
    expect(store.notice()).toMatch(/is of a newer version of Sandpit/);
    await expect(store.set({ "pool.size": 1 })).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(/^Nothing was changed\. .*newer version/),
    });
    await expect(store.reset(undefined)).rejects.toThrow(/newer version/);
    expect(store.current().values).toEqual({ ...DEFAULT_SETTINGS, ...known });
    expect(await readdir(folder)).toEqual(["settings.json"]);
    expect(await readFile(path(), "utf8")).toBe(text);
  });

  it("that cannot be read stay where they are, and nothing is set until they can", async () => {
    // Nothing but a folder cannot be read by the system's administrator, too.
    await mkdir(path());
    const store = await open();
    expect(store.current().values).toEqual(DEFAULT_SETTINGS);
    expect(store.notice()).toMatch(
      /^The saved settings file cannot be read \(EISDIR\), so the defaults are in force\. Correct the permissions of /,
    );
    for (const change of [store.set({ "pool.size": 1 }), store.reset(undefined)])
      await expect(change).rejects.toMatchObject({
        message: expect.stringMatching(/^Nothing was changed\. .*permissions/),
      });
    expect(await readdir(folder)).toEqual(["settings.json"]);
    await rm(path(), { recursive: true });
    await writeFile(path(), '{"version":1,"values":{"queue.waiting":9}}');
    expect((await store.set({ "pool.size": 1 })).after.values).toMatchObject({ "queue.waiting": 9, "pool.size": 1 });
    expect(store.notice()).toBeNull();
  });

  it("are looked at again when the permissions of their file were corrected", async () => {
    await writeFile(path(), "{}");
    const before = await toStamp(path());
    await chmod(path(), 0o600);
    expect(await toStamp(path())).not.toBe(before);
  });

  it("that are set to what they are by default are not counted as changed", async () => {
    const store = await open();
    await store.set({ "pool.size": 4 });
    await store.set({ "pool.size": DEFAULT_SETTINGS["pool.size"] });
    expect(store.current().entries.get("pool.size")?.source).toBe("default");
    expect(JSON.parse(await readFile(path(), "utf8")).values).toEqual({});
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

  it("that two processes change at the same time keep both changes, round after round", async () => {
    const [one, other] = [await open(), await open()];
    for (let round = 1; round <= 8; round += 1) {
      await Promise.all([one.set({ "pool.size": round }), other.set({ "queue.waiting": round })]);
      const { values } = (await open()).current();
      expect(values).toMatchObject({ "pool.size": round, "queue.waiting": round });
    }
    expect(await readdir(folder)).toEqual(["settings.json"]);
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

  it("keeps what the user has set where it locks it, also when all else goes back to its default", async () => {
    const store = await open();
    await store.set({ "pool.size": 6, "queue.waiting": 9 });
    await writeFile(policyPath(), '{"version":1,"by":"Room 12","lock":{"pool.size":1}}');
    expect((await store.reset(undefined)).after.values).toMatchObject({ "pool.size": 1, "queue.waiting": 32 });
    await rm(policyPath());
    expect((await store.refresh()).values).toMatchObject({ "pool.size": 6, "queue.waiting": 32 });
  });

  it("that cannot be read is broken, not absent", async () => {
    const store = await openSettingsStore({ folder, policyPaths: [folder] });
    expect(store.current().policy).toMatchObject({ state: "broken", forbidsLocal: expect.stringContaining("EISDIR") });
  });

  it.each([
    ["is a link to a file that is not there", () => symlink(join(folder, "nowhere.json"), policyPath())],
    ["is a link to itself", () => symlink(policyPath(), policyPath())],
    ["is a link through a file", () => symlink(join(folder, "settings.json", "x"), policyPath())],
  ])("that %s is broken, and so it is when that happens later", async (_, damage) => {
    await writeFile(path(), '{"version":1,"values":{"backendPolicy":"local"}}');
    const store = await open();
    expect(store.current().policy.state).toBe("none");
    await damage();
    const broken = { state: "broken", forbidsLocal: expect.stringMatching(/a link to a file|ELOOP|ENOTDIR/) };
    expect((await store.refresh()).policy).toMatchObject(broken);
    expect(store.current().values.backendPolicy).toBe("docker");
    expect((await open()).current().policy).toMatchObject(broken);
  });

  it("in a folder that is a link to nowhere is broken; in one that is not there, it is none", async () => {
    await symlink(join(folder, "nowhere"), join(folder, "link"));
    const at = (...names: string[]) => openSettingsStore({ folder, policyPaths: [join(folder, ...names)] });
    expect((await at("link", "policy.json")).current().policy.state).toBe("broken");
    expect((await at("link", "deep", "policy.json")).current().policy.state).toBe("broken");
    expect((await at("none", "deep", "policy.json")).current().policy.state).toBe("none");
  });

  it("whose link loses its target is broken from then on, and holds again with the target", async () => {
    const target = join(folder, "target.json");
    await writeFile(target, '{"version":1,"by":"Room 12"}');
    await symlink(target, policyPath());
    const store = await open();
    expect(store.current().policy.state).toBe("in_force");
    await rm(target);
    expect((await store.refresh()).policy.state).toBe("broken");
    await writeFile(target, '{"version":1,"by":"Room 13"}');
    expect((await store.refresh()).policy.by).toBe("Room 13");
  });

  it("that becomes a link to nowhere is noticed by a host that stays", async () => {
    vi.useFakeTimers({ toFake: ["setInterval"] });
    const store = await open();
    const changed = new Promise((resolve) => store.onChanged(({ policy }) => resolve(policy.state)));
    const unwatch = store.watch();
    await symlink(join(folder, "nowhere.json"), policyPath());
    vi.advanceTimersByTime(2_000);
    expect(await changed).toBe("broken");
    unwatch();
    vi.useRealTimers();
  });

  it("does not fall through to the next place where the first is a link to nowhere", async () => {
    await symlink(join(folder, "nowhere.json"), policyPath());
    const second = join(folder, "second.json");
    await writeFile(second, '{"version":1,"by":"Room 12"}');
    const store = await openSettingsStore({ folder, policyPaths: [policyPath(), second] });
    expect(store.current().policy.state).toBe("broken");
  });
});

/** A small disk of its own needs root and Linux; without them the test says that it was skipped. */
const canMount = process.platform === "linux" && process.getuid?.() === 0;

describe.skipIf(!canMount)("on a full disk", () => {
  it("a setting stays as it is, and the reason is said", async () => {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]);
    try {
      const store = await open();
      await store.set({ "pool.size": 4 });
      const { bavail, bsize } = statfsSync(folder);
      await writeFile(join(folder, "filler"), Buffer.alloc(bavail * bsize));
      await expect(store.set({ "pool.size": 5 })).rejects.toMatchObject({
        code: "internal",
        message: expect.stringMatching(/^Nothing was changed: the disk that holds .* is full\. Make room/),
      });
      expect((await store.refresh()).values["pool.size"]).toBe(4);
      await rm(join(folder, "filler"));
      expect((await store.set({ "pool.size": 5 })).after.values["pool.size"]).toBe(5);
    } finally {
      execFileSync("umount", ["-l", folder]);
    }
  });
});
