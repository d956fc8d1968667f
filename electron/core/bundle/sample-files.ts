import { lstat, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import { type Language, languageOfFile } from "#shared/languages.ts";
import { toFileFailure } from "./bundle-fault.ts";
import { maxBytesOf } from "./bundle-format.ts";
import type { BundledText } from "./check-bundle.ts";

/** Reads programs that shall go along, each for the language of its extension. @throws SandpitError where one cannot. */
export function readSamples(paths: readonly string[], languages: readonly Language[]): Promise<BundledText[]> {
  return Promise.all(paths.map((path) => readSample(path, languages)));
}

async function readSample(path: string, languages: readonly Language[]): Promise<BundledText> {
  const name = basename(path);
  const refuse = (why: string) => new SandpitError("invalid_input", `“${name}” does not go into the bundle: ${why}`);
  const language = languageOfFile(name, languages);
  if (!language) throw refuse("it is no program in one of its languages. Choose another, or export more languages.");
  const most = maxBytesOf(`samples/${language.id}/${name}`);
  if (most === null) throw refuse("its name has other characters than letters, digits, - and _. Rename it.");
  try {
    const found = await lstat(path);
    if (!found.isFile()) throw refuse("it is no file.");
    if (found.size > most) throw refuse("it is too large for a program.");
    return { kind: "sample", id: language.id, name, content: await readFile(path) };
  } catch (error) {
    throw toFileFailure(error, name, "read");
  }
}
