import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { toFileFailure } from "./bundle-fault.ts";
import { MANIFEST_PATH, type Manifest, SEAL_PATH, toBytes } from "./bundle-format.ts";
import { type BundleEntry, writeEnd, writeEntry } from "./bundle-tar.ts";
import type { Signer } from "./signing.ts";

/**
 * Writes a bundle in one pass: what `entries` brings, then the manifest that lists it, then the seal. Under another name
 * first: whatever goes wrong, what was there before stays, and nothing half-written does.
 */
export async function writeBundle(options: {
  path: string;
  entries: AsyncIterable<BundleEntry>;
  /** Called after the last entry. */
  toManifest: (files: Manifest["files"]) => Manifest;
  signer: Signer | null;
  signal: AbortSignal;
}): Promise<{ bytes: number }> {
  const { path, entries, toManifest, signer, signal } = options;
  const half = `${path}.${process.pid}.part`;
  let file: FileHandle | null = null;
  try {
    file = await open(half, "w", 0o644);
    const files: Manifest["files"] = [];
    for await (const entry of entries) {
      signal.throwIfAborted();
      files.push({ path: entry.path, bytes: entry.content.length, sha256: toSum(entry.content) });
      await writeEntry(file, entry);
    }
    const manifest = toBytes(toManifest(files));
    await writeEntry(file, { path: MANIFEST_PATH, content: manifest });
    const seal = { publicKey: signer?.publicKey ?? null, signature: signer?.sign(manifest) ?? null };
    await writeEntry(file, { path: SEAL_PATH, content: toBytes({ sha256: toSum(manifest), ...seal }) });
    await writeEnd(file);
    const { size } = await file.stat();
    await file.close();
    file = null;
    signal.throwIfAborted();
    await rename(half, path);
    return { bytes: size };
  } catch (error) {
    await file?.close().catch(() => {});
    await rm(half, { force: true }).catch(() => {});
    throw toFileFailure(error, basename(path), "write");
  }
}

export const toSum = (content: Buffer): string => createHash("sha256").update(content).digest("hex");
