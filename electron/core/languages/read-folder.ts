import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DEFINITION_FILE,
  type LanguageCheck,
  type LanguageFault,
  type LanguageFile,
  MAX_LANGUAGE_FILE_BYTES,
  MAX_LANGUAGE_FILES,
} from "#shared/language-folder.ts";
import { languageFileNameSchema } from "#shared/language-schema.ts";
import { checkLanguage } from "./check-language.ts";

/** A folder as it was read: its files, and what of it cannot be one of a language. */
export interface ReadFolder {
  files: LanguageFile[];
  faults: LanguageFault[];
}

/** Reads the files of a language's folder. Links are never followed: what they lead to is not the language's. */
export async function readLanguageFolder(folder: string): Promise<ReadFolder> {
  const faults: LanguageFault[] = [];
  if (!(await lstat(folder)).isDirectory())
    return { files: [], faults: [{ file: null, message: "This is not a folder. Put a copy of the folder here." }] };
  const names = (await readdir(folder)).filter((name) => !name.startsWith(".")).sort();
  if (names.length > MAX_LANGUAGE_FILES)
    return {
      files: [],
      faults: [{ file: null, message: `It has ${names.length} files; ${MAX_LANGUAGE_FILES} are allowed.` }],
    };
  const files: LanguageFile[] = [];
  for (const name of names) {
    const fault = (message: string) => void faults.push({ file: name, message });
    const stat = await lstat(join(folder, name));
    const named = languageFileNameSchema.safeParse(name);
    if (!named.success) fault(named.error.issues[0]?.message ?? "");
    else if (!stat.isFile()) fault("A language has only files: no folders and no links.");
    else if (stat.size > MAX_LANGUAGE_FILE_BYTES) fault(`It is larger than ${MAX_LANGUAGE_FILE_BYTES} bytes.`);
    else files.push({ name, content: (await readFile(join(folder, name), "utf8")).replaceAll("\r\n", "\n") });
  }
  return { files, faults };
}

/**
 * Reads and examines a folder.
 * @param name What the folder is called where that has to be the language's id; `null` where it may have any name.
 */
export async function readLanguage(folder: string, name: string | null): Promise<LanguageCheck> {
  let read: ReadFolder;
  try {
    read = await readLanguageFolder(folder);
  } catch (error) {
    const message = `It cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { files: [], language: null, faults: [{ file: null, message }] };
  }
  const check = checkLanguage(read.files);
  const faults = read.faults.length > 0 && read.files.length === 0 ? read.faults : [...read.faults, ...check.faults];
  const id = check.language?.id;
  if (name !== null && id !== undefined && id !== name)
    faults.push({
      file: DEFINITION_FILE,
      message: `Its id is ${id}, but the folder is called ${name}. Give both the same name.`,
    });
  return { files: read.files, language: faults.length === 0 ? check.language : null, faults };
}
