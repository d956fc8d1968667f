import * as z from "zod";
import { DEFAULT_PREFERENCES, type Preferences } from "./preferences.ts";

/**
 * A file on disk that the user has chosen. The window never sees or names paths: it holds a handle that the host gave
 * out, so that a page gone wrong can reach only the files that the user opened.
 */
export const fileRefSchema = z.object({
  handle: z.string(),
  name: z.string(),
  /** For people to read, with the home folder shortened to `~`. */
  displayPath: z.string(),
});
export type FileRef = z.infer<typeof fileRefSchema>;

/** What was read from disk. `version` changes whenever the content on disk does. */
export const openedFileSchema = fileRefSchema.extend({ content: z.string(), version: z.string() });
export type OpenedFile = z.infer<typeof openedFileSchema>;

export const draftSchema = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  content: z.string(),
  /** The file on disk that it belongs to, and its content and version as last read or written. */
  file: fileRefSchema.extend({ savedContent: z.string(), version: z.string() }).nullable(),
  /** Offset of the cursor in UTF-16 code units. */
  cursor: z.int().min(0),
});
export type Draft = z.infer<typeof draftSchema>;

/** Everything the user has open, kept as one types so that neither a crash nor a kill loses a letter. */
export const workspaceSchema = z.object({
  version: z.literal(1),
  drafts: z.array(draftSchema),
  activeId: z.string().nullable(),
});
export type Workspace = z.infer<typeof workspaceSchema>;

const preferenceFields = {
  theme: z.enum(["system", "light", "dark"]),
  fontSize: z.int().min(10).max(32),
  panelSide: z.enum(["right", "bottom"]),
  panelPercent: z.number().min(15).max(85),
};

export const preferencesSchema = z.object({
  theme: preferenceFields.theme.default(DEFAULT_PREFERENCES.theme),
  fontSize: preferenceFields.fontSize.default(DEFAULT_PREFERENCES.fontSize),
  panelSide: preferenceFields.panelSide.default(DEFAULT_PREFERENCES.panelSide),
  panelPercent: preferenceFields.panelPercent.default(DEFAULT_PREFERENCES.panelPercent),
}) satisfies z.ZodType<Preferences>;

/** Some of the preferences. No defaults here: what is not named stays as it is. */
export const preferencesChangeSchema = z.object(preferenceFields).partial();

export const menuCommandSchema = z.enum([
  "file.new",
  "file.open",
  "file.save",
  "file.saveAs",
  "file.closeTab",
  "file.reopenTab",
  "edit.find",
  "run.start",
  "run.stop",
  "run.clear",
  "view.code",
  "view.monitor",
  "view.images",
  "view.doctor",
  "view.history",
  "view.insights",
  "view.settings",
  "view.panelSide",
  "view.fontLarger",
  "view.fontSmaller",
  "view.fontReset",
  "view.theme.system",
  "view.theme.light",
  "view.theme.dark",
  "help.isolation",
]);
export type MenuCommand = z.infer<typeof menuCommandSchema>;
