import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import type { BundleProgress } from "#shared/bundle.ts";
import { formatBytes } from "#shared/format.ts";
import type { Engine } from "../engine/engine.ts";
import { toEngineFailure } from "../engine/engine-error.ts";
import { readFreeBytes } from "../monitor/disk-checks.ts";
import { bundleRefusal, COPY_AGAIN } from "./bundle-fault.ts";
import { maxBytesOf, toEntryKind } from "./bundle-format.ts";
import { readEntries } from "./bundle-tar.ts";
import type { CheckedBundle } from "./check-bundle.ts";
import { decompressPart } from "./parts.ts";
import { toSum } from "./write-bundle.ts";

type CheckedImage = CheckedBundle["images"][number];

export interface LoadOptions {
  engine: Engine;
  file: FileHandle;
  bundle: CheckedBundle;
  signal: AbortSignal;
  onProgress: (progress: Pick<BundleProgress, "phase" | "doneBytes" | "totalBytes">) => void;
}

export interface LoadedImage {
  image: CheckedImage;
  /** By which this engine knows it. */
  id: string;
  /** `present`: the engine had it already. */
  state: "loaded" | "present";
}

/**
 * Has the engine load the images of a bundle that was examined, unless it has them all, and then compares what the
 * engine says of them with the manifest, before any of them is given its name. Can be repeated at any time.
 */
export async function loadImages(options: LoadOptions): Promise<LoadedImage[]> {
  const { engine, bundle } = options;
  await checkArchitecture(engine, bundle);
  const before = await Promise.all(bundle.images.map((image) => find(engine, image)));
  const isPresent = before.every((id) => id !== null);
  if (!isPresent) {
    await checkSpace(engine, bundle);
    await sendArchive(options);
  }
  const loaded: LoadedImage[] = [];
  for (const [index, image] of bundle.images.entries()) {
    const id = await find(engine, image);
    if (id === null) {
      const why = `the engine now has another image than ${image.tag}`;
      throw bundleRefusal("images_differ", `The images were loaded, but ${why}. None of them is used. ${COPY_AGAIN}`);
    }
    loaded.push({ image, id, state: before[index] === null ? "loaded" : "present" });
  }
  for (const { image, id } of loaded) {
    if ((await engine.inspectImage(image.tag))?.id !== id) await engine.tagImage(id, image.tag);
  }
  return loaded;
}

/** The id by which the engine has exactly this image; `null` where it has not. */
async function find(engine: Engine, { ids, layers }: CheckedImage): Promise<string | null> {
  for (const id of ids) {
    const there = await engine.inspectImage(id);
    if (there && there.layers.join() === layers.join()) return there.id;
  }
  return null;
}

/** Sends the parts on as they are read. Each is compared with its sum first: the file may have changed since it was examined. */
async function sendArchive({ engine, file, bundle, signal, onProgress }: LoadOptions): Promise<void> {
  const { archiveBytes: totalBytes, files } = bundle.manifest;
  let doneBytes = 0;
  async function* pieces(): AsyncGenerator<Buffer> {
    let index = 0;
    for await (const { path, content } of readEntries(file, maxBytesOf)) {
      signal.throwIfAborted();
      if (toEntryKind(path)?.kind !== "part") return;
      const expected = files[index];
      if (expected?.path !== path || expected.sha256 !== toSum(content)) throw hasChanged();
      index += 1;
      const piece = await decompressPart(content);
      yield piece;
      doneBytes += piece.length;
      onProgress({ phase: "sending", doneBytes, totalBytes });
    }
  }
  await engine
    .loadImages(Readable.from(pieces(), { objectMode: false }), signal, (bytes) =>
      onProgress({ phase: "unpacking", doneBytes: Math.min(bytes, totalBytes), totalBytes }),
    )
    .catch((error: unknown) => {
      throw toEngineFailure(error, "load the images");
    });
}

async function checkArchitecture(engine: Engine, { images }: CheckedBundle): Promise<void> {
  const own = await engine.architecture();
  const other = images.find(({ architecture }) => architecture !== own);
  if (!other) return;
  throw bundleRefusal(
    "architecture",
    `This bundle's images are for ${other.architecture} processors, and this engine runs on ${own}. Ask for a bundle that was exported on such a computer.`,
  );
}

async function checkSpace(engine: Engine, { manifest }: CheckedBundle): Promise<void> {
  const { rootFolder } = await engine.facts();
  const freeBytes = rootFolder === null ? null : await readFreeBytes(rootFolder);
  // The engine holds the archive and what it unpacks from it at the same time.
  const needed = 2 * manifest.archiveBytes;
  if (freeBytes === null || freeBytes >= needed) return;
  throw bundleRefusal(
    "space",
    `The engine needs ${formatBytes(needed)} to load this bundle, and its disk has ${formatBytes(freeBytes)}. Free some space, then import it again.`,
  );
}

const hasChanged = () =>
  bundleRefusal("damaged", "This bundle has changed since it was examined, so it is not loaded. Import it again.");
