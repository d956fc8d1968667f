import * as z from "zod";
import {
  bundleContentsSchema,
  bundleExportSchema,
  bundleImportSchema,
  bundleProgressSchema,
  trustedKeySchema,
} from "../bundle.ts";
import { type CommandShapes, done, type EventShapes, nothing } from "./shapes.ts";

/** A file that the user has named to the host, outside the page; nobody else can name one. */
const place = z.string().max(100);

/** Images, languages and samples in one file, for computers without internet. One at a time. */
export const bundleCommands = {
  /**
   * Writes a bundle with these languages, by default all that can run. `samples`: places of programs that shall go along.
   * `key`: the place of the key to sign it with.
   */
  "bundle.export": {
    input: z.object({
      place,
      languages: z.array(z.string()).optional(),
      samples: z.array(place).max(100).optional(),
      key: place.nullable().optional(),
    }),
    output: bundleExportSchema,
  },
  /** Examines a bundle whole, and says what is in it. */
  "bundle.inspect": { input: z.object({ place }), output: bundleContentsSchema },
  /** Examines a bundle, then has the engine load its images, and puts its languages in place. Can be repeated. */
  "bundle.import": {
    input: z.object({
      place,
      /** Refuses a bundle that nobody has signed. */
      requireSignature: z.boolean().optional(),
    }),
    output: bundleImportSchema,
  },
  /** Stops what is under way. A file that was being written is removed. */
  "bundle.cancel": { input: nothing, output: done },
  "bundle.keys": { input: nothing, output: z.array(trustedKeySchema) },
  /** Bundles signed with this key are no longer trusted. */
  "bundle.forgetKey": { input: z.object({ fingerprint: z.string() }), output: z.array(trustedKeySchema) },
} as const satisfies CommandShapes;

export const bundleEvents = { "bundle.progressed": bundleProgressSchema } as const satisfies EventShapes;
