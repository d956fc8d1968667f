import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "../../../../electron/core/store/log.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-log-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("log", () => {
  it("writes the time, the line, and the stack with its causes", async () => {
    const log = createLog({ folder, now: () => new Date(0) });
    log("It broke", new Error("outer", { cause: new Error("inner") }));
    const text = await readFile(join(folder, "sandpit.log"), "utf8");
    expect(text).toMatch(/^1970-01-01T00:00:00\.000Z It broke: Error: outer\n {4}at /);
    expect(text).toContain("because of Error: inner");
  });

  it("keeps two files of bounded size", async () => {
    const log = createLog({ folder, maxBytes: 1000 });
    for (let line = 0; line < 100; line++) log(`line ${line} ${"x".repeat(80)}`);
    expect((await readdir(folder)).sort()).toEqual(["sandpit.log", "sandpit.previous.log"]);
    for (const name of await readdir(folder)) {
      expect((await readFile(join(folder, name))).length).toBeLessThan(1200);
    }
    expect(await readFile(join(folder, "sandpit.log"), "utf8")).toContain("line 99");
  });

  it("cuts an entry that is far too long", async () => {
    createLog({ folder })("x".repeat(1_000_000));
    expect((await readFile(join(folder, "sandpit.log"))).length).toBeLessThan(21_000);
  });

  it("never throws", async () => {
    await writeFile(join(folder, "file"), "");
    expect(() => createLog({ folder: join(folder, "file") })("lost")).not.toThrow();
  });
});
