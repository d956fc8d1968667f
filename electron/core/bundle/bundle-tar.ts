import type { FileHandle } from "node:fs/promises";
import { bundleRefusal, COPY_AGAIN } from "./bundle-fault.ts";

/**
 * A bundle is a tar archive that every `tar` opens, in the one form that Sandpit writes: regular files, no dates, no
 * owners, no extensions. Reading makes each header anew and compares, and looks at the padding, so that there is not a
 * byte in the file that could be changed without notice. A library for all kinds of tar lets much more pass.
 */
const BLOCK = 512;
const MAX_PATH_BYTES = 100;
const END = Buffer.alloc(2 * BLOCK);

export interface BundleEntry {
  path: string;
  content: Buffer;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");

/** The header of a file, as ustar has it. */
function toHeader(path: string, bytes: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0, "latin1");
  header.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100, "latin1");
  header.write(`${octal(bytes, 11)}\0${octal(0, 11)}\0        0`, 124, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148, "latin1");
  return header;
}

const padding = (bytes: number): number => (BLOCK - (bytes % BLOCK)) % BLOCK;

/** Writes a file into the archive. */
export async function writeEntry(file: FileHandle, { path, content }: BundleEntry): Promise<void> {
  if (path.length > MAX_PATH_BYTES || !/^[\x21-\x7e]+$/.test(path)) throw new Error(`No name for a bundle: ${path}`);
  await writeAll(file, toHeader(path, content.length));
  await writeAll(file, content);
  await writeAll(file, Buffer.alloc(padding(content.length)));
}

/** Ends the archive, and has it written to the disk: a stick may be pulled out right after. */
export async function writeEnd(file: FileHandle): Promise<void> {
  await writeAll(file, END);
  await file.sync();
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    offset += (await file.write(bytes, offset, bytes.length - offset)).bytesWritten;
  }
}

/**
 * Reads an archive to its end, a file at a time.
 * @param maxBytesOf The most that a file of this name may hold; `null` where a bundle has no such file.
 */
export async function* readEntries(
  file: FileHandle,
  maxBytesOf: (path: string) => number | null,
): AsyncGenerator<BundleEntry> {
  const { size: total } = await file.stat();
  let offset = 0;
  const take = async (bytes: number): Promise<Buffer> => {
    // A whole number of blocks says nothing: a copy is cut off wherever it was.
    if (offset + bytes > total) throw offset === 0 ? notABundle() : cutShort();
    const buffer = Buffer.allocUnsafe(bytes);
    for (let done = 0; done < bytes; ) {
      const { bytesRead } = await file.read(buffer, done, bytes - done, offset + done);
      if (bytesRead === 0) throw cutShort();
      done += bytesRead;
    }
    offset += bytes;
    return buffer;
  };

  for (;;) {
    const at = offset;
    const header = await take(BLOCK);
    if (header[0] === 0) {
      const rest = await take(BLOCK);
      if (at === 0) throw notABundle();
      if (!isZero(header) || !isZero(rest) || offset !== total) throw damaged("its end");
      return;
    }
    const { path, bytes } = parseHeader(header);
    if (path === null || !toHeader(path, bytes).equals(header)) throw at === 0 ? notABundle() : damaged("a header");
    const most = maxBytesOf(path);
    if (most === null || bytes > most) throw at === 0 ? notABundle() : forbidden(path, most);
    const content = await take(bytes);
    if (!isZero(await take(padding(bytes)))) throw damaged(path);
    yield { path, content };
  }
}

function parseHeader(header: Buffer): { path: string | null; bytes: number } {
  const name = header.toString("latin1", 0, MAX_PATH_BYTES).replace(/\0.*$/s, "");
  const size = header.toString("latin1", 124, 135);
  const isPlain = /^[\x21-\x7e]+$/.test(name) && /^[0-7]{11}$/.test(size);
  return { path: isPlain ? name : null, bytes: isPlain ? Number.parseInt(size, 8) : 0 };
}

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

const notABundle = () =>
  bundleRefusal("not_a_bundle", "This file is not a Sandpit bundle. Choose one that ends in .sandpit-bundle.");
const cutShort = () =>
  bundleRefusal(
    "truncated",
    "This bundle is cut short: its end is missing. Copy it again, and wait until the copy is complete.",
  );
const damaged = (what: string) =>
  bundleRefusal("damaged", `This bundle is damaged: ${what} is not as it was written. ${COPY_AGAIN}`);
const forbidden = (path: string, most: number | null) =>
  bundleRefusal(
    "forbidden_entry",
    most === null
      ? `This bundle holds a file that no bundle has (${path}), so nothing of it is used.`
      : `This bundle holds a file that is too large (${path}), so nothing of it is used.`,
  );
