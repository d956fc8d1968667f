import * as z from "zod";
import { languageFileNameSchema, languageIdSchema, languageSchema } from "./language-schema.ts";

/** The file by which a folder says that it is a language. */
export const DEFINITION_FILE = "language.json";

/** The most files that a language's folder may have, and the most bytes of one and of all of them. */
export const MAX_LANGUAGE_FILES = 20;
export const MAX_LANGUAGE_FILE_BYTES = 256 * 1024;
export const MAX_LANGUAGE_BYTES = 1024 * 1024;

/** The files of a language's folder. It has no folders of its own. */
export const languageFilesSchema = z
  .array(z.object({ name: languageFileNameSchema, content: z.string().max(MAX_LANGUAGE_FILE_BYTES) }))
  .min(1)
  .max(MAX_LANGUAGE_FILES);
export type LanguageFile = z.infer<typeof languageFilesSchema>[number];

/** What is wrong with a folder, in one sentence, and where. */
export const languageFaultSchema = z.object({
  /** The name of the file that it is about; `null` where it is the folder as a whole. */
  file: z.string().nullable(),
  message: z.string(),
});
export type LanguageFault = z.infer<typeof languageFaultSchema>;

/** A folder, as it was examined: a language, or what keeps it from being one. */
export const languageCheckSchema = z.object({
  files: languageFilesSchema,
  /** `null` where there are faults. */
  language: languageSchema.nullable(),
  faults: z.array(languageFaultSchema),
});
export type LanguageCheck = z.infer<typeof languageCheckSchema>;

/** A folder in Sandpit's home that is no language, although it is among them. */
export const brokenFolderSchema = z.object({ folder: z.string(), faults: z.array(languageFaultSchema).min(1) });
export type BrokenFolder = z.infer<typeof brokenFolderSchema>;

export const readyMadeSchema = z.object({
  id: languageIdSchema,
  label: z.string(),
  extensions: z.array(z.string()),
  receiver: languageSchema.shape.receiver,
  isCompiled: z.boolean(),
  isAdded: z.boolean(),
});
/** A language that Sandpit can add at a press: its folder came with Sandpit. */
export type ReadyMade = z.infer<typeof readyMadeSchema>;

export const ADD_STAGES = ["checking", "building", "starting", "listed"] as const;
