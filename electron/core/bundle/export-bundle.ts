import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { type BundleExport, COMPRESSED_SHARE } from "#shared/bundle.ts";
import { SandpitError } from "#shared/errors.ts";
import type { ImageStatus } from "#shared/images.ts";
import type { Language } from "#shared/languages.ts";
import type { Engine } from "../engine/engine.ts";
import { toEngineFailure } from "../engine/engine-error.ts";
import type { Images } from "../engine/images.ts";
import { readFreeBytes } from "../monitor/disk-checks.ts";
import type { ImageRecords } from "../store/image-records.ts";
import { bundleRefusal, toFileFailure } from "./bundle-fault.ts";
import { BUNDLE_FORMAT, BUNDLE_VERSION, type Manifest, type ManifestImage, toPartPath } from "./bundle-format.ts";
import type { BundleEntry } from "./bundle-tar.ts";
import type { BundledText } from "./check-bundle.ts";
import { type ArchivedImage, readImageArchive, toPlainTag } from "./image-archive.ts";
import type { LanguageFolders } from "./language-folders.ts";
import { compressParts } from "./parts.ts";
import { readSamples } from "./sample-files.ts";
import { type Signer, toFingerprint, toSigner } from "./signing.ts";
import { writeBundle } from "./write-bundle.ts";

export interface ExportOptions {
  engine: Engine;
  images: Pick<Images, "list">;
  records: Pick<ImageRecords, "get">;
  folders: LanguageFolders;
  /** The chosen ones. */
  languages: readonly Language[];
  /** Whether a language that cannot be had is a reason to write nothing. */
  isExact: boolean;
  path: string;
  /** Programs that shall go along with the languages' own samples. */
  samplePaths: readonly string[];
  /** The file with the private key; `null` for a bundle without a signature. */
  keyPath: string | null;
  version: string;
  signal: AbortSignal;
  onProgress: (doneBytes: number, totalBytes: number) => void;
}

/** Writes a bundle with the images of these languages, as they were built or imported here, and nothing else. */
export async function exportBundle(options: ExportOptions): Promise<BundleExport> {
  const { engine, folders, path, keyPath, version, signal, onProgress } = options;
  const signer = keyPath === null ? null : await readSigner(keyPath);
  const { images, languages } = await choose(options);
  const sizeBytes = images.reduce((sum, image) => sum + image.sizeBytes, 0);
  await checkSpace(path, sizeBytes);

  const samples = await readSamples(options.samplePaths, languages);
  const texts = [
    ...(await folders.read(languages)).filter((text) => !samples.some((own) => isSame(own, text))),
    ...samples,
  ];
  const archive = readImageArchive();
  let archiveBytes = 0;
  async function* entries(): AsyncGenerator<BundleEntry> {
    const tags = images.map(({ tag }) => tag);
    const saved = await engine.saveImages(tags, signal);
    let index = 0;
    const parts = compressParts(saved, async (piece) => {
      archiveBytes += piece.length;
      await archive.write(piece);
      onProgress(Math.min(archiveBytes, sizeBytes), sizeBytes);
    });
    for await (const content of parts) {
      yield { path: toPartPath(index), content };
      index += 1;
    }
    compare(images, await archive.end());
    for (const { kind, id, name, content } of texts) yield { path: `${kind}s/${id}/${name}`, content };
  }

  try {
    const { bytes } = await writeBundle({
      ...{ path, signer, signal },
      entries: entries(),
      toManifest: (files): Manifest => ({
        format: BUNDLE_FORMAT,
        version: BUNDLE_VERSION,
        createdAt: new Date().toISOString(),
        sandpit: version,
        engine: { product: engine.identity.product, version: engine.identity.version },
        images,
        archiveBytes,
        languages: languages.map(({ id, label }) => ({ id, label, isBuiltIn: folders.isBuiltIn(id) })),
        files,
      }),
    });
    return {
      bytes,
      images: images.map(({ tag, id, languages: users, sizeBytes, architecture }) => ({
        ...{ tag, id, languages: users, sizeBytes, architecture },
      })),
      languages: languages.map(({ id }) => id),
      samples: texts.filter(({ kind }) => kind === "sample").length,
      fingerprint: signer && toFingerprint(signer.publicKey),
    };
  } catch (error) {
    throw error instanceof Error && "code" in error ? toEngineFailure(error, "hand over the images") : error;
  } finally {
    archive.destroy();
  }
}

/** The images that can be taken along, and all the languages that run in them. */
async function choose(options: ExportOptions): Promise<{ images: ManifestImage[]; languages: Language[] }> {
  const { engine, images, records, languages, isExact } = options;
  const wanted = new Set(languages.map(({ imageFolder }) => imageFolder));
  const found = (await images.list(engine)).filter(({ folder }) => wanted.has(folder));
  const isUsable = ({ state, id }: ImageStatus) => id !== null && (state === "ready" || state === "outdated");
  const missing = found.find((image) => !isUsable(image));
  if (missing && isExact) {
    throw new SandpitError(
      "image_missing",
      `${missing.message ?? `The image ${missing.tag} cannot be used.`} Build it, then export again.`,
      {
        details: { tag: missing.tag, state: missing.state, language: missing.languages[0] },
      },
    );
  }
  const usable = found.filter(isUsable);
  if (usable.length === 0)
    throw new SandpitError("image_missing", "There is no image that could be exported. Build one, then export again.");
  const chosen: ManifestImage[] = [];
  for (const { tag, folder, languages: users } of usable) {
    const record = await records.get(engine.identity.id, tag);
    const details = record && (await engine.inspectImage(record.id));
    if (!record || !details)
      throw new SandpitError("image_missing", `The image ${tag} has just gone. Build it, then export again.`);
    const { id, layers, architecture, sizeBytes, createdAt } = details;
    chosen.push({
      tag,
      folder,
      id: toDigest(id),
      layers,
      architecture,
      sizeBytes,
      createdAt,
      source: record.source,
      languages: users,
    });
  }
  const ids = new Set(chosen.flatMap((image) => image.languages));
  return { images: chosen, languages: languages.filter(({ id }) => ids.has(id)) };
}

const isSame = (one: BundledText, other: BundledText): boolean =>
  one.kind === other.kind && one.id === other.id && one.name === other.name;

const toDigest = (id: string): string => (id.startsWith("sha256:") ? id : `sha256:${id}`);

/** What the engine has handed over must be what was asked for: a name may have moved on in the meantime. */
function compare(images: readonly ManifestImage[], archived: readonly ArchivedImage[]): void {
  for (const { tag, id, layers } of images) {
    const own = archived.find(({ tags }) => tags.includes(toPlainTag(tag)));
    if (own?.ids.includes(id) && own.layers.join() === layers.join()) continue;
    throw bundleRefusal(
      "images_differ",
      `The engine handed over another image than ${tag}. Build it again, then export again.`,
    );
  }
}

async function checkSpace(path: string, sizeBytes: number): Promise<void> {
  const freeBytes = await readFreeBytes(dirname(path));
  if (freeBytes === null || freeBytes > sizeBytes * COMPRESSED_SHARE) return;
  throw bundleRefusal(
    "space",
    `“${basename(path)}” does not fit on this disk. Free some space, choose another disk, or choose fewer languages.`,
  );
}

async function readSigner(path: string): Promise<Signer> {
  const pem = await readFile(path, "utf8").catch((error: unknown) => {
    throw toFileFailure(error, basename(path), "read");
  });
  return toSigner(pem);
}
