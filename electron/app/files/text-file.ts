import { createHash } from "node:crypto";
import { constants, type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import { MAX_FILE_BYTES, TEXT_PROBLEMS, type TextFormat, toEditorText, toFileText } from "#shared/text-file.ts";

export interface TextFile {
  /** Its lines end with `\n`, whatever they end with on disk. */
  content: string;
  version: string;
  format: TextFormat;
}

/** Changes whenever the content does, and only then: a file that was merely touched has not changed. */
export const toVersion = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64url");

/** Reads a text file that the user chose. Refuses, in words for the user, what is no text or too long to edit. */
export async function readTextFile(path: string): Promise<TextFile> {
  const name = basename(path);
  const bytes = await readBytes(path, name).catch((error: unknown) => {
    throw toReadFailure(error, name);
  });
  const { text, byteOrderMark } = decode(bytes, name);
  return { ...toEditorText(text, byteOrderMark), version: toVersion(bytes) };
}

/** The bytes that hold `content` in the form that the file had before. */
export function encodeText(content: string, format: TextFormat): Buffer {
  const bytes = Buffer.from(toFileText(content, format), "utf8");
  if (bytes.length > MAX_FILE_BYTES) throw new SandpitError("invalid_input", TEXT_PROBLEMS.tooLong);
  return bytes;
}

async function readBytes(path: string, name: string): Promise<Buffer> {
  // A named pipe would otherwise block until somebody writes to it.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new SandpitError("invalid_input", `“${name}” is not a file. Choose a program's file.`);
    return await readBounded(file, name);
  } finally {
    await file.close();
  }
}

/** Does not rely on the size that was announced: the file may grow while it is read. */
async function readBounded(file: FileHandle, name: string): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(MAX_FILE_BYTES + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) return Buffer.from(buffer.subarray(0, length));
    length += bytesRead;
  }
  throw new SandpitError("invalid_input", TEXT_PROBLEMS.tooLarge(name));
}

function decode(bytes: Buffer, name: string): { text: string; byteOrderMark: boolean } {
  const byteOrderMark = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    if (bytes.includes(0)) throw new TypeError("a zero byte");
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), byteOrderMark };
  } catch (cause) {
    throw new SandpitError("invalid_input", TEXT_PROBLEMS.notText(name), { cause });
  }
}

function toReadFailure(cause: unknown, name: string): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new SandpitError("not_found", `“${name}” is no longer there. It was moved, renamed or deleted.`, { cause });
  }
  if (code === "EACCES" || code === "EPERM") {
    return new SandpitError("policy_forbids", `You may not read “${name}”. Ask its owner, or copy it first.`, {
      cause,
    });
  }
  if (code === "EISDIR") return new SandpitError("invalid_input", `“${name}” is a folder. Choose a file in it.`);
  return cause;
}
