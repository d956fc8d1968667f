import { MAX_FILE_BYTES, TEXT_PROBLEMS, type TextFormat, toEditorText, toFileText } from "#shared/text-file.ts";
import { FileProblem } from "./file-problem.ts";
import type { FileSource } from "./file-source.ts";

export interface ReadText {
  content: string;
  version: string;
  format: TextFormat;
}

/** Changes whenever the content does, and only then; the same as the desktop application's. */
async function toVersion(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...hash))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** @throws FileProblem Where it is no text, or too long to edit. */
export async function readText(source: FileSource): Promise<ReadText> {
  const file = await source.read();
  if (file.size > MAX_FILE_BYTES) throw new FileProblem("invalid_input", TEXT_PROBLEMS.tooLarge(source.name));
  const bytes = new Uint8Array(await file.arrayBuffer());
  const byteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = decode(bytes, source.name);
  return { ...toEditorText(text, byteOrderMark), version: await toVersion(bytes) };
}

/** The text to be written, and the version that the file then has. @throws FileProblem where it is too long. */
export async function toWritten(content: string, format: TextFormat): Promise<{ text: string; version: string }> {
  const text = toFileText(content, format);
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_FILE_BYTES) throw new FileProblem("invalid_input", TEXT_PROBLEMS.tooLong);
  return { text, version: await toVersion(bytes) };
}

function decode(bytes: Uint8Array, name: string): string {
  if (bytes.includes(0)) throw new FileProblem("invalid_input", TEXT_PROBLEMS.notText(name));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FileProblem("invalid_input", TEXT_PROBLEMS.notText(name));
  }
}
