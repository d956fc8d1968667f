import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resolveHome } from "../../../../electron/core/store/home.ts";
import { createImageRecords } from "../../../../electron/core/store/image-records.ts";
import { livesUnregistered, registerInstance } from "../../../../electron/core/store/instance.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "sandpit-instance-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe("an instance", () => {
  test("shares its installation with others of the same home, and is alive until it is released", async () => {
    const [one, two] = [await registerInstance(home), await registerInstance(home)];
    expect(one.installation).toBe(two.installation);
    expect(one.id).not.toBe(two.id);
    expect((await one.alive()).ids.toSorted()).toEqual([one.id, two.id].toSorted());
    await two.release();
    expect((await one.alive()).ids.toSorted()).toEqual([one.id]);
  });

  test("of a process that has ended is not alive", async () => {
    const one = await registerInstance(home);
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    await writeFile(join(home, "instances", `${child.pid}-dead`), "");
    expect((await one.alive()).ids.toSorted()).toEqual([one.id]);
  });

  test.skipIf(process.platform !== "linux")("is not mistaken for another process that got its id", async () => {
    const one = await registerInstance(home);
    await writeFile(join(home, "instances", `${process.pid}-before`), "1");
    expect((await one.alive()).ids.toSorted()).toEqual([one.id]);
  });
});

describe("an instance whose folder cannot be written", () => {
  test("is in memory, and others let it live by what its id says, as long as it is the same process", async () => {
    // A file where the folder should be: no user may write into it, an administrator neither.
    await writeFile(join(home, "instances"), "");
    const one = await registerInstance(home);
    expect((await one.alive()).ids).toEqual([one.id]);
    await rm(join(home, "instances"));
    const other = await registerInstance(home);
    expect(other.installation).toBe(one.installation);
    const living = await other.alive();
    expect([living.ids, living.has(one.id), living.has(other.id)]).toEqual([[other.id], true, true]);

    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    expect(livesUnregistered(`${child.pid}-dead-`)).toBe(false);
    if (process.platform === "linux") expect(livesUnregistered(`${process.pid}-before-1`)).toBe(false);
    expect(livesUnregistered(other.id)).toBe(false);
    await one.release();
  });

  test("has an installation of its own where none is known; an empty note of one, from a full disk, is written anew", async () => {
    await writeFile(join(home, "installation-id"), "");
    const one = await registerInstance(home);
    expect(one.installation).toMatch(/^[0-9a-f-]{36}$/);
    expect((await registerInstance(home)).installation).toBe(one.installation);
    const nowhere = join(home, "installation-id", "below-a-file");
    expect((await registerInstance(nowhere)).installation).not.toBe((await registerInstance(nowhere)).installation);
  });
});

describe("image records", () => {
  test("are kept for every engine on its own, and survive a damaged file", async () => {
    const records = createImageRecords(home);
    const record = { id: "sha256:1", source: "s", builtAt: "2026-01-01T00:00:00.000Z" };
    await Promise.all([
      records.set("a", "x:latest", record),
      records.set("b", "x:latest", { ...record, id: "sha256:2" }),
    ]);
    expect((await records.get("a", "x:latest"))?.id).toBe("sha256:1");
    expect((await records.get("b", "x:latest"))?.id).toBe("sha256:2");
    await writeFile(join(home, "images.json"), "{ half");
    expect(await records.get("a", "x:latest")).toBeNull();
  });
});

describe("the home folder", () => {
  test.each<[NodeJS.ProcessEnv, NodeJS.Platform, string]>([
    [{}, "linux", "/home/ada/.local/share/sandpit"],
    [{ XDG_DATA_HOME: "/data" }, "linux", "/data/sandpit"],
    [{}, "darwin", "/home/ada/Library/Application Support/Sandpit"],
    [{ APPDATA: "C:\\Roaming" }, "win32", "C:\\Roaming\\Sandpit"],
    [{ SANDPIT_HOME: "/elsewhere" }, "linux", "/elsewhere"],
  ])("with %o on %s is %s", (env, platform, expected) => {
    expect(resolveHome(env, platform, "/home/ada")).toBe(expected);
  });
});
