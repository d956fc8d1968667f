import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeProcessLock } from "../../../../electron/core/store/process-lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = () => join(folder, "home", "settings.lock");
/** The id of a process that was there and is gone. */
async function toDeadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "close");
  return child.pid ?? 0;
}

describe("a lock between processes", () => {
  it("is held by one at a time, and leaves nothing behind", async () => {
    let holders = 0;
    let most = 0;
    const hold = async () => {
      const letGo = await takeProcessLock(path());
      holders += 1;
      most = Math.max(most, holders);
      await delay(2);
      holders -= 1;
      await letGo();
    };
    await Promise.all(Array.from({ length: 12 }, hold));
    expect([most, await readdir(join(folder, "home"))]).toEqual([1, []]);
  });

  it.each<[string, () => Promise<string>, number]>([
    ["whose process is gone", async () => `${await toDeadPid()} killed`, 60_000],
    ["that its process never let go", async () => `${process.pid} hangs`, 50],
    ["of which its holder could not even say who it is", async () => "", 50],
    ["with something else in it", async () => "not ours", 60_000],
  ])("%s is taken away from it, by one of all who wait", async (_, toContent, forgottenMs) => {
    await mkdir(join(folder, "home"));
    await writeFile(path(), await toContent());
    let holders = 0;
    const hold = async () => {
      const letGo = await takeProcessLock(path(), { forgottenMs });
      holders += 1;
      expect(holders).toBe(1);
      holders -= 1;
      await letGo();
    };
    await Promise.all([hold(), hold(), hold()]);
    expect(await readdir(join(folder, "home"))).toEqual([]);
  });

  it("that was taken away is not let go by who had it before", async () => {
    const letGoFirst = await takeProcessLock(path());
    const letGoSecond = await takeProcessLock(path(), { forgottenMs: 20 });
    const second = await readFile(path(), "utf8");
    await letGoFirst();
    expect(await readFile(path(), "utf8")).toBe(second);
    await letGoSecond();
  });

  it("that cannot be had in time is a sentence, and one that cannot be written the system's own error", async () => {
    const letGo = await takeProcessLock(path());
    await expect(takeProcessLock(path(), { patienceMs: 60 })).rejects.toMatchObject({
      code: "internal",
      message: expect.stringMatching(/^Nothing was changed, .* Try again in a moment\.$/),
    });
    await letGo();
    await writeFile(join(folder, "file"), "");
    await expect(takeProcessLock(join(folder, "file", "home", "settings.lock"))).rejects.toMatchObject({
      code: "ENOTDIR",
    });
  });
});
