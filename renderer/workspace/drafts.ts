import { LANGUAGES, type Language, languageOfFile } from "#shared/languages.ts";
import type { Draft, OpenedFile } from "#shared/workspace.ts";
import { isTakenName } from "./free-name.ts";

/** The language id of a draft that is no program, for example a data file that a program reads. */
export const PLAIN_TEXT = "text";

/** A fresh draft in a language, named as no other draft is. */
export function toNewDraft(id: string, language: Language, taken: readonly string[], content = ""): Draft {
  return { id, name: toFreeName(language, taken), language: language.id, content, file: null, cursor: content.length };
}

/** The language's usual entry, or the first numbered name that is free. Python can import all of them. */
export function toFreeName(language: Language, taken: readonly string[]): string {
  if (!isTakenName(language.entry, taken)) return language.entry;
  const extension = language.extensions[0] ?? "";
  let number = 2;
  while (isTakenName(`file${number}${extension}`, taken)) number += 1;
  return `file${number}${extension}`;
}

/** A draft of a file that was just read from disk. */
export function toOpenedDraft(id: string, opened: OpenedFile, languages: readonly Language[]): Draft {
  const { handle, name, displayPath, content, version } = opened;
  const language = languageOfFile(name, languages)?.id ?? PLAIN_TEXT;
  return {
    id,
    name,
    language,
    content,
    cursor: 0,
    file: { handle, name, displayPath, savedContent: content, version },
  };
}

/**
 * The folder that tells a file from others of the same name that are open: its name, or all of it where the names are the
 * same, too. `null` where no other has the name, or nobody knows the folder, as in a browser.
 */
export function toFolderHint(draft: Draft, drafts: readonly Draft[]): string | null {
  const folder = folderOf(draft);
  const others = drafts.filter(({ id, name }) => id !== draft.id && name === draft.name);
  if (folder === null || others.length === 0) return null;
  const last = lastOf(folder);
  const isAmbiguous = others.some((other) => lastOf(folderOf(other) ?? "") === last);
  return isAmbiguous ? folder : last;
}

function folderOf({ file }: Draft): string | null {
  const end = file ? Math.max(file.displayPath.lastIndexOf("/"), file.displayPath.lastIndexOf("\\")) : -1;
  return file && end >= 0 ? file.displayPath.slice(0, end) || "/" : null;
}

const lastOf = (folder: string): string => folder.split(/[\\/]/).at(-1) || folder;

/** Whether the text is nothing but a sample that came with Sandpit, or nothing at all. */
export function isPristine(draft: Draft, languages: readonly Language[] = LANGUAGES): boolean {
  if (draft.file) return false;
  const text = draft.content.trim();
  return text === "" || languages.some((language) => language.sample.trim() === text);
}

/** Whether the draft has text that no file on disk has. */
export function isDirty(draft: Draft, languages: readonly Language[] = LANGUAGES): boolean {
  return draft.file ? draft.content !== draft.file.savedContent : !isPristine(draft, languages);
}

const MAX_NAME = 200;
const FORBIDDEN = /[\p{Cc}\\/:*?"<>|]/u;

/** Whether the core takes the name as it is: `programPathSchema` without folders. */
export function isPlainName(name: string): boolean {
  return name !== "" && name.length <= MAX_NAME && name !== "." && name !== ".." && !FORBIDDEN.test(name);
}

/** A problem with a new name for a draft in words, or `null` where it can be used. */
export function toNameProblem(name: string, draftId: string, drafts: readonly Draft[]): string | null {
  if (name.trim() === "") return "A file needs a name.";
  if (name.length > MAX_NAME) return "That name is too long.";
  if (FORBIDDEN.test(name)) return 'A name must not contain any of \\ / : * ? " < > |';
  if (!isPlainName(name)) return "That name is reserved.";
  const taken = drafts.some((draft) => draft.id !== draftId && draft.name.toLowerCase() === name.toLowerCase());
  return taken ? `Another open file is already named ${name}.` : null;
}
