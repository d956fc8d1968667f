import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { languageSchema } from "#shared/language-schema.ts";
import { LANGUAGES, RECEIVER_VERSION } from "#shared/languages.ts";
import { readLanguage } from "../../electron/core/languages/read-folder.ts";

const dockerfiles = join(import.meta.dirname, "../../dockerfiles");
const read = (folder: string, name: string) => readFile(join(dockerfiles, folder, name), "utf8");
const builtIn = [...new Set(LANGUAGES.map(({ imageFolder }) => imageFolder))];
const folders = await readdir(dockerfiles);
const readyMade = folders.filter((folder) => !builtIn.includes(folder));

test("every built-in language has a Dockerfile, and there are the ready-made ones", () => {
  expect(folders).toEqual(expect.arrayContaining(builtIn));
  expect(readyMade.sort()).toEqual(["bash", "c", "cpp", "go", "java", "lua", "php", "ruby", "rust", "sql"]);
});

test.each(LANGUAGES.map((language) => [language.id, language] as const))(
  "%s is as the schema for all languages has it",
  (_, language) => {
    expect(languageSchema.parse(language)).toEqual(language);
  },
);

test.each(readyMade)("the folder %s is a language without faults", async (folder) => {
  const { language, faults } = await readLanguage(join(dockerfiles, folder), folder);
  expect(faults).toEqual([]);
  expect(language).toMatchObject({ id: folder, origin: "added", imageTag: `sandpit-language-${folder}:latest` });
});

test.each(readyMade)("the image of %s keeps the search path of what it is built on", async (folder) => {
  expect(await read(folder, "Dockerfile")).not.toMatch(/\bPATH=/);
});

test("every image hardens itself in the same way; each folder can be built by itself", async () => {
  const scripts = await Promise.all(folders.map((folder) => read(folder, "harden.sh")));
  expect(new Set(scripts).size).toBe(1);
});

test.each(folders)("%s is not run as root", async (folder) => {
  expect(await read(folder, "Dockerfile")).toMatch(/^USER 10001:10001$/m);
});

test.each(builtIn)("%s names the version of its receiver", async (folder) => {
  expect(await read(folder, "Dockerfile")).toContain(`sandpit.receiver="${RECEIVER_VERSION}"`);
  const receiver = await read(folder, folder === "python" ? "sandpit_receiver.py" : "sandpit-receiver.cjs");
  expect(receiver).toMatch(new RegExp(`VERSION = ${RECEIVER_VERSION}\\b`));
});
