import * as z from "zod";

/** What is left of an image's size in a bundle, as measured on the built-in ones; for an estimate. */
export const COMPRESSED_SHARE = 0.4;

export const bundleSignatureSchema = z.object({
  /** `unknown`: it is signed, with a key that this installation does not trust (yet). */
  state: z.enum(["unsigned", "trusted", "unknown"]),
  /** By which two people tell that they mean the same key. */
  fingerprint: z.string().nullable(),
});
export type BundleSignature = z.infer<typeof bundleSignatureSchema>;

export const bundleImageSchema = z.object({
  tag: z.string(),
  id: z.string(),
  languages: z.array(z.string()),
  sizeBytes: z.int(),
  architecture: z.string(),
});

/** What is in a bundle. All of it was examined: a bundle that is not as it was written has no contents. */
export const bundleContentsSchema = z.object({
  /** ISO 8601. */
  createdAt: z.string(),
  /** The version of Sandpit that wrote it. */
  sandpit: z.string(),
  bytes: z.int(),
  images: z.array(bundleImageSchema),
  languages: z.array(z.object({ id: z.string(), label: z.string(), isBuiltIn: z.boolean() })),
  samples: z.array(z.string()),
  signature: bundleSignatureSchema,
  /** Why it may not be imported on this computer, whatever the user agrees to; `null` where it may. */
  forbidden: z.string().nullable(),
  /** Whether the user may come to trust the key of this bundle: a policy may have settled which keys count. */
  mayTrust: z.boolean(),
});
export type BundleContents = z.infer<typeof bundleContentsSchema>;

export const bundleProgressSchema = z.object({
  /** `examining`: the file is read and compared with its sums. `unpacking`: the engine is at work on what it was sent. */
  phase: z.enum(["saving", "examining", "sending", "unpacking", "placing"]),
  doneBytes: z.int(),
  /** As far as it is known; an estimate while `saving`. */
  totalBytes: z.int(),
  elapsedMs: z.number(),
});
export type BundleProgress = z.infer<typeof bundleProgressSchema>;

export const bundleExportSchema = z.object({
  bytes: z.int(),
  images: z.array(bundleImageSchema),
  languages: z.array(z.string()),
  samples: z.int(),
  /** Of the key that it was signed with. */
  fingerprint: z.string().nullable(),
});
export type BundleExport = z.infer<typeof bundleExportSchema>;

export const bundleImportSchema = z.object({
  /** `present`: the engine had it already. */
  images: z.array(z.object({ tag: z.string(), id: z.string(), state: z.enum(["loaded", "present"]) })),
  /** The languages that run now, by id. */
  languages: z.array(z.string()),
  /** Sample programs, by language and name. */
  samples: z.array(z.object({ language: z.string(), name: z.string(), content: z.string() })),
  signature: bundleSignatureSchema,
});
export type BundleImport = z.infer<typeof bundleImportSchema>;

export const trustedKeySchema = z.object({
  fingerprint: z.string(),
  /** ISO 8601; `null` where the policy of the machine names it. */
  addedAt: z.string().nullable(),
});
export type TrustedKey = z.infer<typeof trustedKeySchema>;
