import * as z from "zod";
import { MAX_LANGUAGE_FILE_BYTES } from "#shared/language-folder.ts";

export const BUNDLE_FORMAT = "sandpit-bundle";
export const BUNDLE_VERSION = 1;

const MIB = 1024 * 1024;
/** The engine's archive of images is cut into parts of this size, each compressed by itself and held in memory whole. */
export const PART_BYTES = 4 * MIB;
/** What does not compress grows by a little. */
const MAX_PART_BYTES = PART_BYTES + 64 * 1024;
/** How many such files, and how much of them, which are held in memory. */
export const MAX_TEXTS = 2_000;
export const MAX_TEXT_TOTAL_BYTES = 64 * MIB;
const MAX_MANIFEST_BYTES = 16 * MIB;
const MAX_SEAL_BYTES = 4 * 1024;

export const MANIFEST_PATH = "manifest.json";
export const SEAL_PATH = "seal.json";

/** As many as a tar archive takes without an extension. */
const MAX_PATH_CHARACTERS = 100;
const LANGUAGE_ID = "[a-z][a-z0-9-]{0,31}";
const FILE_NAME = "[A-Za-z0-9_][A-Za-z0-9._+-]{0,63}";
const PART_PATH = /^images\/part-\d{5}\.gz$/;
const LANGUAGE_PATH = new RegExp(`^languages/(${LANGUAGE_ID})/(${FILE_NAME})$`);
const SAMPLE_PATH = new RegExp(`^samples/(${LANGUAGE_ID})/(${FILE_NAME})$`);

export const toPartPath = (index: number): string => `images/part-${String(index + 1).padStart(5, "0")}.gz`;

/** What a file of a bundle is, by its name; `null` where a bundle has no such file. */
export type EntryKind =
  | { kind: "part" }
  | { kind: "language" | "sample"; id: string; name: string }
  | { kind: "manifest" }
  | { kind: "seal" };

export function toEntryKind(path: string): EntryKind | null {
  if (PART_PATH.test(path)) return { kind: "part" };
  if (path === MANIFEST_PATH) return { kind: "manifest" };
  if (path === SEAL_PATH) return { kind: "seal" };
  for (const [kind, pattern] of [
    ["language", LANGUAGE_PATH],
    ["sample", SAMPLE_PATH],
  ] as const) {
    const [, id, name] = pattern.exec(path) ?? [];
    if (id && name) return { kind, id, name };
  }
  return null;
}

const MAX_BYTES = {
  part: MAX_PART_BYTES,
  language: MAX_LANGUAGE_FILE_BYTES,
  sample: MAX_LANGUAGE_FILE_BYTES,
  manifest: MAX_MANIFEST_BYTES,
  seal: MAX_SEAL_BYTES,
} as const;

/** The most that a file of this name may hold; `null` where a bundle has no such file. */
export function maxBytesOf(path: string): number | null {
  if (path.length > MAX_PATH_CHARACTERS) return null;
  const found = toEntryKind(path);
  return found && MAX_BYTES[found.kind];
}

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const sum = z.string().regex(/^[0-9a-f]{64}$/);
const languageId = z.string().regex(new RegExp(`^${LANGUAGE_ID}$`));
const words = z.string().max(200);

export const manifestImageSchema = z.strictObject({
  tag: z.string().regex(/^[a-z0-9][a-z0-9._/-]{0,199}:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/),
  /** The folder of its Dockerfile. */
  folder: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  /** By which the engine that it comes from knew it. */
  id: digest,
  /** The SHA-256 sums of its layers, the base first. */
  layers: z.array(digest).min(1).max(200),
  architecture: z.string().regex(/^[a-z0-9]{1,20}$/),
  sizeBytes: z.int().min(0),
  createdAt: words,
  /** The digest of what it was built from, by which a changed Dockerfile is noticed. */
  source: z.string().max(128),
  languages: z.array(languageId).min(1).max(50),
});
export type ManifestImage = z.infer<typeof manifestImageSchema>;

/** What a bundle says of itself. Strict: a field that is not known may mean something that would be missed. */
export const manifestSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(BUNDLE_VERSION),
  /** ISO 8601. */
  createdAt: z.iso.datetime(),
  /** The version of Sandpit that wrote it. */
  sandpit: words,
  engine: z.strictObject({ product: words, version: words }),
  images: z.array(manifestImageSchema).max(200),
  /** The engine's own archive of the images, before it was cut and compressed. */
  archiveBytes: z.int().min(0),
  languages: z
    .array(z.strictObject({ id: languageId, label: words, isBuiltIn: z.boolean() }))
    .min(1)
    .max(200),
  /** Every file before the manifest, in its order. */
  files: z.array(z.strictObject({ path: z.string().max(100), bytes: z.int().min(0), sha256: sum })).max(100_000),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Enough of a manifest to tell that it is of a later version. */
export const anyManifestSchema = z.object({ format: z.literal(BUNDLE_FORMAT), version: z.int().min(1) });

/** Base64 in its one form, so that no digit of it can be another. */
const base64 = z
  .base64()
  .max(200)
  .refine((text) => Buffer.from(text, "base64").toString("base64") === text);

/** The last file: the manifest's own sum and, where somebody signed it, the signature over the manifest's exact bytes. */
export const sealSchema = z.strictObject({
  sha256: sum,
  /** Ed25519, as SubjectPublicKeyInfo in DER, in Base64. */
  publicKey: base64.nullable(),
  signature: base64.nullable(),
});
export type Seal = z.infer<typeof sealSchema>;

/** The one way in which a manifest or a seal is written. */
export const toBytes = (value: Manifest | Seal): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
