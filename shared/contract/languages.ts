import * as z from "zod";
import {
  ADD_STAGES,
  brokenFolderSchema,
  languageCheckSchema,
  languageFilesSchema,
  readyMadeSchema,
} from "../language-folder.ts";
import { languageIdSchema, languageSchema } from "../language-schema.ts";
import { type CommandShapes, done, type EventShapes, nothing } from "./shapes.ts";

/** The languages that programs may be written in, and adding more of them. */
export const languageCommands = {
  /** Those that programs can be run in now: Sandpit's own and the added ones. */
  "languages.list": { input: nothing, output: z.array(languageSchema) },
  /** What could be added at a press, and which folders in Sandpit's home are broken. */
  "languages.catalog": {
    input: nothing,
    output: z.object({ readyMade: z.array(readyMadeSchema), broken: z.array(brokenFolderSchema) }),
  },
  /** The files of a ready-made or an added language, examined. */
  "languages.files": { input: z.object({ id: languageIdSchema }), output: languageCheckSchema },
  /** Files to begin a language of one's own with. */
  "languages.template": { input: z.object({ id: languageIdSchema }), output: languageCheckSchema },
  /** Examines files as if they were a language's folder; what is wrong is data, not an error. */
  "languages.check": { input: z.object({ files: languageFilesSchema }), output: languageCheckSchema },
  /**
   * Adds a language: checks its files, builds its image, runs its sample, and only then lists it. Without `files` it is
   * a ready-made one. Where anything fails, nothing is left behind. Progress is events.
   */
  "languages.add": {
    input: z.object({ id: languageIdSchema, files: languageFilesSchema.optional() }),
    output: z.object({
      language: languageSchema,
      /** What the sample printed and how long it took; that of a compiled language began after `compileMs`. */
      sample: z.object({ stdout: z.string(), wallMs: z.number(), compileMs: z.number().nullable() }),
    }),
  },
  /** Stops adding a language. */
  "languages.cancel": { input: nothing, output: done },
  /** Removes an added language, with its image, or a broken folder. Never a language that Sandpit brings along. */
  "languages.remove": { input: z.object({ folder: z.string().min(1).max(255) }), output: done },
} as const satisfies CommandShapes;

export const languageEvents = {
  /** Languages were added or removed, by whomever, or a folder is broken now or no more. */
  "languages.changed": z.object({ languages: z.array(languageSchema), broken: z.array(brokenFolderSchema) }),
  /** How far adding a language has come; while it is `building`, `image.progressed` tells more. */
  "language.progressed": z.object({ id: languageIdSchema, stage: z.enum(ADD_STAGES) }),
} as const satisfies EventShapes;
