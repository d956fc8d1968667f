import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRateLimit } from "../../../electron/server/rate-limit.ts";
import { createTokenKeeper, isSame } from "../../../electron/server/token.ts";

let home: string;
let lines: string[];
let replaced: string[];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "sandpit-token-"));
  lines = [];
  replaced = [];
});
afterEach(() => rm(home, { recursive: true, force: true }));
const open = () =>
  createTokenKeeper({ home, onReplaced: (why) => replaced.push(why), log: (line) => lines.push(line) });
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe("the API's token", () => {
  it("is made once, is long, and is the same for every process", async () => {
    const token = await open().current();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await open().current()).toBe(token);
    expect(await open().matches(token)).toBe(true);
    expect(await open().matches(`${token}x`)).toBe(false);
    expect(await open().matches("")).toBe(false);
    expect(replaced).toEqual([]);
  });

  it.skipIf(process.platform === "win32")("can be read by its owner alone", async () => {
    await open().current();
    expect(await modeOf(join(home, "api-token"))).toBe(0o600);
    await open().rotate();
    expect(await modeOf(join(home, "api-token"))).toBe(0o600);
  });

  it("opens nothing any more once another process has replaced it", async () => {
    const keeper = open();
    const token = await keeper.current();
    const next = await open().rotate();
    expect([await keeper.matches(token), await keeper.matches(next)]).toEqual([false, true]);
    expect(replaced).toEqual(["revoked"]);
  });

  it.skipIf(process.platform === "win32")(
    "is replaced where others could have read it, and that is logged",
    async () => {
      const token = await open().current();
      await chmod(join(home, "api-token"), 0o644);
      expect(await open().current()).not.toBe(token);
      expect(await modeOf(join(home, "api-token"))).toBe(0o600);
      expect([lines.join(), replaced]).toEqual([expect.stringContaining("replaced"), ["exposed"]]);
    },
  );

  it.each(["", "short", "with space and more than forty three characters in it"])(
    "is replaced where the file holds %j",
    async (text) => {
      await writeFile(join(home, "api-token"), text, { mode: 0o600 });
      const token = await open().current();
      expect(await readFile(join(home, "api-token"), "utf8")).toBe(`${token}\n`);
      expect(token).toHaveLength(43);
    },
  );

  it.each([
    ["a", "a", true],
    ["a", "b", false],
    ["a", "aa", false],
    ["", "", true],
    ["ä", "a", false],
  ])("compares %j with %j", (one, other, same) => {
    expect(isSame(one, other)).toBe(same);
  });
});

describe("the rate limit", () => {
  afterEach(() => vi.useRealTimers());

  it("lets a burst through, then as many as come in a minute, and says how long to wait", () => {
    vi.useFakeTimers({ toFake: ["performance", "Date"] });
    const limit = createRateLimit({ perMinute: 60, atOnce: 3 });
    expect([limit.take(), limit.take(), limit.take(), limit.take()]).toEqual([0, 0, 0, 1]);
    vi.advanceTimersByTime(999);
    expect(limit.take()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(limit.take()).toBe(0);
    expect(limit.take()).toBe(1);
    vi.advanceTimersByTime(3_600_000);
    expect([limit.take(), limit.take(), limit.take(), limit.take()]).toEqual([0, 0, 0, 1]);
  });
});
