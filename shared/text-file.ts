/** Far beyond any program that a run accepts, and little enough for the editor to stay quick. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** What the editor does not show of a file, so that saving does not change it. */
export interface TextFormat {
  byteOrderMark: boolean;
  newline: "\n" | "\r\n";
}
export const PLAIN_FORMAT: TextFormat = { byteOrderMark: false, newline: "\n" };

/** A decoded file as the editor has it, whose lines end with `\n`, and how to get back. */
export function toEditorText(text: string, byteOrderMark: boolean): { content: string; format: TextFormat } {
  // Where they are mixed, most lines decide, and saving makes them all alike: which line had which is not kept, because
  // lines come and go in the editor.
  const windows = text.match(/\r\n/g)?.length ?? 0;
  const unix = (text.match(/\n/g)?.length ?? 0) - windows;
  const newline = windows > unix ? "\r\n" : "\n";
  return { content: text.replaceAll(/\r\n?/g, "\n"), format: { byteOrderMark, newline } };
}

/** The editor's text in the form that the file had before. */
export function toFileText(content: string, { byteOrderMark, newline }: TextFormat): string {
  const text = content.replaceAll(/\r\n?|\n/g, newline);
  return byteOrderMark ? `\uFEFF${text}` : text;
}

/** Why a file is not opened or saved, in words for the user. */
export const TEXT_PROBLEMS = {
  tooLarge: (name: string): string => `“${name}” is larger than 1 MB. Sandpit opens programs, not data files.`,
  notText: (name: string): string =>
    `“${name}” is not a text file in UTF-8. If it is a program, save it as UTF-8 where you wrote it.`,
  tooLong: "This file is larger than 1 MB. Make it shorter, then save it again.",
  unknownPlace: "Sandpit no longer knows where this file is. Save it with Save As.",
};
