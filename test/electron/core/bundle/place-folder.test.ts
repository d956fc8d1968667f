import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearStaging, placeFolder } from "../../../../electron/core/bundle/place-folder.ts";

let home: string;
const staging = () => join(home, "importing");
const target = () => join(home, "languages", "lua");
const files = (content: string) => [{ name: "language.json", content: Buffer.from(content) }];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "sandpit-place-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test("a folder takes the place of another, whole, and nothing is left beside it", async () => {
  await placeFolder(staging(), target(), files("first"));
  await writeFile(join(target(), "of-the-first"), "");
  await placeFolder(staging(), target(), files("second"));
  expect(await readdir(target())).toEqual(["language.json"]);
  expect(await readFile(join(target(), "language.json"), "utf8")).toBe("second");
  expect(await readdir(staging())).toEqual([]);
  expect(await readdir(join(home, "languages"))).toEqual(["lua"]);
});

test("a folder that holds the same is left alone", async () => {
  await placeFolder(staging(), target(), files("same"));
  const { ino } = await stat(target());
  await placeFolder(staging(), target(), files("same"));
  expect((await stat(target())).ino).toBe(ino);
});

test("what an import that was killed has left goes, what one that lives has does not", async () => {
  // No process has this id: it is above the most that Linux gives.
  for (const name of ["4194999-abc", `${process.pid}-abc`]) await mkdir(join(staging(), name), { recursive: true });
  await clearStaging(staging());
  expect(await readdir(staging())).toEqual([`${process.pid}-abc`]);
});
