import { createHash } from "node:crypto";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { onTestFinished } from "vitest";
import {
  BUNDLE_FORMAT,
  BUNDLE_VERSION,
  type Manifest,
  type ManifestImage,
  PART_BYTES,
  toPartPath,
} from "../../../../electron/core/bundle/bundle-format.ts";
import { type BundleEntry, writeEnd, writeEntry } from "../../../../electron/core/bundle/bundle-tar.ts";
import { type CheckedBundle, checkBundle } from "../../../../electron/core/bundle/check-bundle.ts";
import type { Signer } from "../../../../electron/core/bundle/signing.ts";
import { writeBundle } from "../../../../electron/core/bundle/write-bundle.ts";

export const PYTHON_TAG = "learning-platform-python-executor:latest";
const sha256 = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");

export interface Member {
  name: string;
  content?: Buffer | string;
  type?: "file" | "symlink" | "link" | "directory" | "fifo";
  linkname?: string;
}

/** A tar archive, as anybody may have made it. */
export async function toTar(members: readonly Member[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, content = "", type = "file", linkname } of members)
    if (type === "file") tar.entry({ name }, content);
    else tar.entry({ name, type, ...(linkname && { linkname }) });
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export interface SmallImage {
  id: string;
  layers: string[];
  members: Member[];
}

/** An image of one small layer, as Docker's classic store saves it. */
export function makeImage({ tag = PYTHON_TAG, user = "10001", layer = "a layer" } = {}): SmallImage {
  const layers = [`sha256:${sha256(layer)}`];
  const config = JSON.stringify({ architecture: "amd64", config: { User: user }, rootfs: { diff_ids: layers } });
  const id = sha256(config);
  const folder = sha256(`folder of ${id}`);
  return {
    id: `sha256:${id}`,
    layers,
    members: [
      { name: `${id}.json`, content: config },
      { name: `${folder}/layer.tar`, content: layer },
      {
        name: "manifest.json",
        content: JSON.stringify([{ Config: `${id}.json`, RepoTags: [tag], Layers: [`${folder}/layer.tar`] }]),
      },
    ],
  };
}

export const toManifestImage = ({ id, layers }: SmallImage, change: Partial<ManifestImage> = {}): ManifestImage => ({
  ...{ tag: PYTHON_TAG, folder: "python", id, layers, architecture: "amd64", sizeBytes: 7 },
  ...{ createdAt: "2026-01-01T00:00:00Z", source: "digest", languages: ["python"], ...change },
});

export interface SmallBundle {
  archive?: Buffer;
  images?: ManifestImage[];
  texts?: BundleEntry[];
  languages?: Manifest["languages"];
  change?: (manifest: Manifest) => Manifest;
  signer?: Signer;
}

const folderForTest = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "sandpit-bundle-unit-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Writes a small bundle, and answers where it is. */
export async function makeBundle(options: SmallBundle = {}): Promise<string> {
  const image = makeImage();
  const archive = options.archive ?? (await toTar(image.members));
  const { images = [toManifestImage(image)], texts = [], change = (manifest) => manifest, signer = null } = options;
  const { languages = [{ id: "python", label: "Python 3.11", isBuiltIn: true }] } = options;
  const path = join(await folderForTest(), "small.sandpit-bundle");
  async function* entries(): AsyncGenerator<BundleEntry> {
    for (let index = 0; index * PART_BYTES < archive.length; index += 1) {
      const piece = archive.subarray(index * PART_BYTES, (index + 1) * PART_BYTES);
      yield { path: toPartPath(index), content: gzipSync(piece) };
    }
    yield* texts;
  }
  await writeBundle({
    ...{ path, entries: entries(), signer, signal: new AbortController().signal },
    toManifest: (files) =>
      change({
        ...{ format: BUNDLE_FORMAT, version: BUNDLE_VERSION, createdAt: "2026-01-01T00:00:00.000Z", sandpit: "0.1.0" },
        ...{ engine: { product: "Docker", version: "27" }, images, archiveBytes: archive.length, languages, files },
      }),
  });
  return path;
}

/** An archive with these files in Sandpit's own form, whatever they are. */
export async function makeArchive(entries: readonly BundleEntry[]): Promise<string> {
  const path = join(await folderForTest(), "made.sandpit-bundle");
  const file = await open(path, "w");
  for (const entry of entries) await writeEntry(file, entry);
  await writeEnd(file);
  await file.close();
  return path;
}

export async function makeFile(content: Buffer): Promise<string> {
  const path = join(await folderForTest(), "made.sandpit-bundle");
  await writeFile(path, content);
  return path;
}

export async function check(path: string): Promise<CheckedBundle> {
  const file = await open(path, "r");
  try {
    return await checkBundle(file, { signal: new AbortController().signal, onRead: () => {} });
  } finally {
    await file.close();
  }
}

/** Why it is refused: the reason, and the sentence. */
export async function refusalOf(path: string): Promise<{ reason: unknown; message: string }> {
  try {
    await check(path);
  } catch (error) {
    const { details, message } = error as { details?: { reason?: unknown }; message: string };
    return { reason: details?.reason, message };
  }
  return { reason: null, message: "" };
}
