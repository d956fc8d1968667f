import type { FileHandle } from "node:fs/promises";
import type * as z from "zod";
import { bundleRefusal, COPY_AGAIN } from "./bundle-fault.ts";
import {
  anyManifestSchema,
  BUNDLE_VERSION,
  type EntryKind,
  MANIFEST_PATH,
  MAX_TEXT_TOTAL_BYTES,
  MAX_TEXTS,
  type Manifest,
  type ManifestImage,
  manifestSchema,
  maxBytesOf,
  SEAL_PATH,
  type Seal,
  sealSchema,
  toBytes,
  toEntryKind,
  toPartPath,
} from "./bundle-format.ts";
import { type BundleEntry, readEntries } from "./bundle-tar.ts";
import { type ArchivedImage, readImageArchive, toPlainTag } from "./image-archive.ts";
import { decompressPart } from "./parts.ts";
import { isSignedBy } from "./signing.ts";
import { toSum } from "./write-bundle.ts";

/** A file of a language's folder, or a sample. */
export interface BundledText {
  kind: "language" | "sample";
  /** The language. */
  id: string;
  name: string;
  content: Buffer;
}

/** A bundle that was read whole, and is as it was written. */
export interface CheckedBundle {
  manifest: Manifest;
  bytes: number;
  /** Each image of the manifest, with the ids that an engine may give it. */
  images: (ManifestImage & { ids: string[] })[];
  texts: BundledText[];
  /** Who signed it, in Base64; `null` where nobody has. */
  publicKey: string | null;
}

export interface CheckOptions {
  signal: AbortSignal;
  onRead: (doneBytes: number, totalBytes: number) => void;
}

/** What was read before the manifest, which is last. */
interface Found {
  files: Manifest["files"];
  texts: BundledText[];
  textBytes: number;
  parts: number;
  archiveBytes: number;
  manifest: Buffer | null;
  seal: Buffer | null;
}

/**
 * Reads a bundle from its first byte to its last and compares everything with everything: sums, sizes, names, the
 * signature, and the images' ids with what they are made of. Uses nothing of it.
 * @throws SandpitError with a sentence for each way in which a bundle can be wrong.
 */
export async function checkBundle(file: FileHandle, { signal, onRead }: CheckOptions): Promise<CheckedBundle> {
  const { size } = await file.stat();
  const archive = readImageArchive();
  const found: Found = { files: [], texts: [], textBytes: 0, parts: 0, archiveBytes: 0, manifest: null, seal: null };
  try {
    let read = 0;
    for await (const entry of readEntries(file, maxBytesOf)) {
      signal.throwIfAborted();
      read += entry.content.length;
      onRead(read, size);
      const piece = take(found, entry);
      if (piece === null) continue;
      const content = await decompressPart(piece).catch((error: unknown) => {
        throw differs(entry.path, error);
      });
      found.archiveBytes += content.length;
      await archive.write(content);
    }
    const { manifest, publicKey } = readManifest(found);
    compareFiles(manifest, found);
    const archived = found.parts === 0 ? [] : await archive.end();
    return { manifest, bytes: size, images: compareImages(manifest, archived), texts: found.texts, publicKey };
  } finally {
    archive.destroy();
  }
}

const ORDER: Record<EntryKind["kind"], number> = { part: 0, language: 1, sample: 2, manifest: 3, seal: 4 };

/** Notes a file; answers the content of a part, which is not kept. */
function take(found: Found, { path, content }: BundleEntry): Buffer | null {
  const entry = toEntryKind(path);
  const before = found.files.at(-1);
  if (!entry || found.seal) throw outOfOrder(path);
  if (found.manifest && entry.kind !== "seal") throw outOfOrder(path);
  if (before && ORDER[toEntryKind(before.path)?.kind ?? "seal"] > ORDER[entry.kind]) throw outOfOrder(path);
  if (found.files.some((file) => file.path === path)) throw twice(path);
  switch (entry.kind) {
    case "manifest":
      found.manifest = content;
      return null;
    case "seal":
      if (!found.manifest) throw outOfOrder(path);
      found.seal = content;
      return null;
    case "part":
      if (path !== toPartPath(found.parts)) throw outOfOrder(path);
      found.parts += 1;
      break;
    default:
      found.texts.push({ ...entry, content });
      found.textBytes += content.length;
      if (found.texts.length > MAX_TEXTS || found.textBytes > MAX_TEXT_TOTAL_BYTES) throw tooMuch();
  }
  found.files.push({ path, bytes: content.length, sha256: toSum(content) });
  return entry.kind === "part" ? content : null;
}

function readManifest({ manifest: bytes, seal: sealBytes }: Found): { manifest: Manifest; publicKey: string | null } {
  if (!bytes || !sealBytes)
    throw bundleRefusal("truncated", "This bundle is cut short: its list of contents is missing. Copy it again.");
  const seal = parse(sealSchema, sealBytes);
  if (!seal || !toBytes(seal).equals(sealBytes)) throw damagedSeal();
  if ((seal.publicKey === null) !== (seal.signature === null)) throw damagedSeal();
  if (seal.sha256 !== toSum(bytes)) {
    throw bundleRefusal(
      "manifest_changed",
      `This bundle's list of contents (${MANIFEST_PATH}) was changed after it was written. ${COPY_AGAIN}`,
    );
  }
  checkSignature(seal, bytes);
  const any = parse(anyManifestSchema, bytes);
  if (any && any.version > BUNDLE_VERSION) {
    throw bundleRefusal(
      "newer",
      "This bundle was written by a later version of Sandpit. Install that version here, then import it.",
    );
  }
  const manifest = parse(manifestSchema, bytes);
  if (!manifest)
    throw bundleRefusal("manifest_changed", `This bundle's list of contents is not understood. ${COPY_AGAIN}`);
  return { manifest, publicKey: seal.publicKey };
}

function checkSignature({ publicKey, signature }: Seal, manifest: Buffer): void {
  if (publicKey === null || signature === null || isSignedBy(publicKey, signature, manifest)) return;
  throw bundleRefusal(
    "wrong_signature",
    "This bundle's signature does not belong to its contents: one of the two was changed after it was signed. Ask whoever made it for a new one.",
  );
}

function compareFiles(manifest: Manifest, { files, archiveBytes }: Found): void {
  const listed = manifest.files;
  for (const [index, { path, bytes, sha256 }] of files.entries()) {
    const expected = listed[index];
    if (expected?.path !== path) throw outOfOrder(path);
    if (expected.bytes !== bytes || expected.sha256 !== sha256) throw differs(path);
  }
  const missing = listed[files.length];
  if (missing)
    throw bundleRefusal("damaged", `This bundle lacks a part that it lists (${missing.path}). ${COPY_AGAIN}`);
  if (manifest.archiveBytes !== archiveBytes) throw differs("the images");
}

/** The archive must hold the images that the manifest lists, under the names that it lists, and no others. */
function compareImages(manifest: Manifest, archived: readonly ArchivedImage[]): CheckedBundle["images"] {
  if (
    manifest.images.length !== archived.length ||
    new Set(manifest.images.map(({ tag }) => tag)).size < archived.length
  )
    throw imagesDiffer("it holds other images than it lists");
  return manifest.images.map((image) => {
    const { id, tag, layers, architecture } = image;
    const own = archived.find(({ tags }) => tags.length === 1 && tags[0] === toPlainTag(tag));
    if (!own) throw imagesDiffer(`${tag} is not among its images`);
    const isSame = own.ids.includes(id) && own.layers.join() === layers.join() && own.architecture === architecture;
    if (!isSame) throw imagesDiffer(`${tag} is not the image that it lists`);
    if (own.user === "" || /^(0|root)\b/.test(own.user)) throw imagesDiffer(`${tag} would run as the administrator`);
    return { ...image, ids: own.ids };
  });
}

function parse<S extends z.ZodType>(schema: S, bytes: Buffer): z.output<S> | null {
  try {
    return schema.safeParse(JSON.parse(bytes.toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}

const outOfOrder = (path: string) =>
  bundleRefusal("forbidden_entry", `This bundle holds a file where none belongs (${path}), so nothing of it is used.`);
const twice = (path: string) =>
  bundleRefusal("forbidden_entry", `This bundle holds a file twice (${path}), so nothing of it is used.`);
const tooMuch = () =>
  bundleRefusal(
    "forbidden_entry",
    "This bundle holds more languages and samples than Sandpit takes, so nothing of it is used.",
  );
const differs = (path: string, cause?: unknown) =>
  bundleRefusal("damaged", `This bundle is damaged: ${path} is not as it was written. ${COPY_AGAIN}`, cause);
const damagedSeal = () =>
  bundleRefusal("damaged", `This bundle is damaged: ${SEAL_PATH} is not as it was written. ${COPY_AGAIN}`);
const imagesDiffer = (why: string) =>
  bundleRefusal("images_differ", `This bundle's images are not what they should be: ${why}. Nothing was loaded.`);
