import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { resolveHome } from "../../../../electron/core/store/home.ts";
import { createImageRecords } from "../../../../electron/core/store/image-records.ts";
import { livesNow, registerInstance } from "../../../../electron/core/store/instance.ts";

/** What happens between the creation of a file and its filling. */
const meanwhile = vi.hoisted(() => ({ current: async () => {} }));
vi.mock("node:fs/promises", async (importOriginal) => {
  const original = await importOriginal<typeof import("node:fs/promises")>();
  const writeFile = async (path: string, content: string) => {
    const file = await original.open(path, "w");
    try {
      await meanwhile.current();
      await file.writeFile(content);
    } finally {
      await file.close();
    }
  };
  return { ...original, writeFile };
});

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "sandpit-instance-"));
});
afterEach(async () => {
  meanwhile.current = async () => {};
  await rm(home, { recursive: true, force: true });
});

describe("an instance", () => {
  test("shares its installation with others of the same home, and is alive until it is released", async () => {
    const [one, two] = [await registerInstance(home), await registerInstance(home)];
    expect(one.installation).toBe(two.installation);
    expect(one.id).not.toBe(two.id);
    const whoLives = async () => {
      const living = await one.alive();
      return [one.id, two.id].map((id) => [living.has(id), livesNow(one.folder, id)]);
    };
    expect(await whoLives()).toEqual([
      [true, true],
      [true, true],
    ]);
    await two.release();
    expect(await whoLives()).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  test("of a process that has ended is not alive", async () => {
    const one = await registerInstance(home);
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    const dead = `${child.pid}-dead`;
    for (const name of [dead, `${dead}.half`]) await writeFile(join(one.folder, name), "");
    expect(livesNow(one.folder, dead)).toBe(false);
    expect((await one.alive()).has(dead)).toBe(false);
    expect(await readdir(one.folder)).toEqual([one.id]);
  });

  test.skipIf(process.platform !== "linux")("is not mistaken for another process that got its id", async () => {
    const one = await registerInstance(home);
    const before = `${process.pid}-before`;
    await writeFile(join(one.folder, before), "1");
    expect(livesNow(one.folder, before)).toBe(false);
    expect((await one.alive()).has(before)).toBe(false);
  });

  test("keeps its registration, whoever looks while that is being written", async () => {
    const one = await registerInstance(home);
    meanwhile.current = async () => void (await one.alive());
    const other = await registerInstance(home);
    expect(livesNow(one.folder, other.id)).toBe(true);
  });
});

describe("an instance whose folder cannot be written", () => {
  test("is in memory, and others let it live by what its id says, as long as it is the same process", async () => {
    // A file where the folder should be: no user may write into it, an administrator neither.
    await writeFile(join(home, "instances"), "");
    const one = await registerInstance(home);
    expect((await one.alive()).has(one.id)).toBe(true);
    await rm(join(home, "instances"));
    const other = await registerInstance(home);
    expect(other.installation).toBe(one.installation);
    const living = await other.alive();
    expect([living.has(one.id), living.has(other.id)]).toEqual([true, true]);
    expect([livesNow(other.folder, one.id), livesNow(other.folder, other.id)]).toEqual([true, true]);

    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    expect(livesNow(home, `${child.pid}-dead-`)).toBe(false);
    if (process.platform === "linux") expect(livesNow(home, `${process.pid}-before-1`)).toBe(false);
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
