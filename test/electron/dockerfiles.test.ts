import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LANGUAGES, RECEIVER_VERSION } from "#shared/languages.ts";

const dockerfiles = join(import.meta.dirname, "../../dockerfiles");
const read = (folder: string, name: string) => readFile(join(dockerfiles, folder, name), "utf8");
const folders = [...new Set(LANGUAGES.map(({ imageFolder }) => imageFolder))];

test("every language has a Dockerfile, and no Dockerfile is without a language", async () => {
  expect((await readdir(dockerfiles)).sort()).toEqual(folders.sort());
});

test("every image hardens itself in the same way; each folder can be built by itself", async () => {
  const scripts = await Promise.all(folders.map((folder) => read(folder, "harden.sh")));
  expect(new Set(scripts).size).toBe(1);
});

test.each(folders)("%s is not run as root and names the version of its receiver", async (folder) => {
  const dockerfile = await read(folder, "Dockerfile");
  expect(dockerfile).toMatch(/^USER 10001:10001$/m);
  expect(dockerfile).toContain(`sandpit.receiver="${RECEIVER_VERSION}"`);
  const receiver = await read(folder, folder === "python" ? "sandpit_receiver.py" : "sandpit-receiver.cjs");
  expect(receiver).toMatch(new RegExp(`VERSION = ${RECEIVER_VERSION}\\b`));
});
