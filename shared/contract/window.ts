import * as z from "zod";
import { exportFormatSchema, historySelectionSchema } from "../history-schema.ts";
import { httpStatusSchema } from "../http-api.ts";
import { fileRefSchema, menuCommandSchema, openedFileSchema } from "../workspace.ts";
import { type CommandShapes, done, type EventShapes, nothing } from "./shapes.ts";

/** A file that the user has named outside the page, for one purpose; `null` where they cancelled. */
const chosen = z.object({
  file: z.object({ place: z.string(), name: z.string(), displayPath: z.string() }).nullable(),
});

const savedExport = z.object({ saved: z.object({ displayPath: z.string(), bytes: z.int() }).nullable() });

const httpToken = z.object({ token: z.string() });

/** What only a host with a window can do. The Electron host answers these with native dialogs. */
export const windowCommands = {
  /** Asks the user, outside the page, whether programs may run without isolation for the rest of this session. */
  "isolation.allowLocal": { input: nothing, output: z.object({ allowed: z.boolean() }) },
  /** Shows the open dialog; no files where it was cancelled. */
  "files.open": { input: nothing, output: z.object({ files: z.array(openedFileSchema) }) },
  "files.openRecent": { input: z.object({ handle: z.string() }), output: openedFileSchema },
  "files.recent": { input: nothing, output: z.array(fileRefSchema) },
  "files.clearRecent": { input: nothing, output: done },
  /** Writes atomically. Where the file on disk is no longer `version`, nothing is written and its content comes back. */
  "files.save": {
    input: z.object({ handle: z.string(), content: z.string(), version: z.string() }),
    output: z.discriminatedUnion("saved", [
      z.object({ saved: z.literal(true), version: z.string() }),
      z.object({ saved: z.literal(false), onDisk: openedFileSchema }),
    ]),
  },
  /**
   * Shows the save dialog; `null` where it was cancelled. `from` is the file that the text was opened from, whose line
   * ends and byte order mark it keeps.
   */
  "files.saveAs": {
    input: z.object({ name: z.string(), content: z.string(), from: z.string().optional() }),
    output: z.object({ file: openedFileSchema.nullable() }),
  },
  /**
   * Why the drafts are not on disk, or `null` where they are. Told after the start, whenever it changes, and, with
   * `isFinal`, in answer to `window.closing`.
   */
  "window.draftsSettled": { input: z.object({ problem: z.string().nullable(), isFinal: z.boolean() }), output: done },
  /** Begins and ends watching: only open files are watched. */
  "files.watch": { input: z.object({ handles: z.array(z.string()) }), output: done },
  /** Asks where to, and writes the export there. `null` where the dialog was cancelled. */
  "history.saveExport": {
    input: z.object({ format: exportFormatSchema, selection: historySelectionSchema.optional() }),
    output: savedExport,
  },
  "audit.saveExport": { input: nothing, output: savedExport },
  /** Asks where a bundle is to go. */
  "bundle.chooseTarget": { input: z.object({ name: z.string() }), output: chosen },
  /** Asks for the bundle to import. */
  "bundle.chooseSource": { input: nothing, output: chosen },
  /** Asks for the key to sign a bundle with, or where a new one is to go. The key itself never comes to the page. */
  "bundle.chooseKey": { input: z.object({ create: z.boolean() }), output: chosen },
  /** Asks the user, outside the page, whether bundles with the key of this one are trusted from now on. */
  "bundle.trust": { input: z.object({ place: z.string() }), output: z.object({ trusted: z.boolean() }) },
  /** The HTTP API that this window's host has beside the window. */
  "http.status": { input: nothing, output: httpStatusSchema },
  /** The token that scripts use it with. Asked for only when the user wants to see or copy it. */
  "http.token": { input: nothing, output: httpToken },
  /** Replaces the token: the one before opens nothing from now on. */
  "http.revokeToken": { input: nothing, output: httpToken },
  /** Shows the page that describes the API, in the user's browser. */
  "http.openDocs": { input: nothing, output: done },
  /** An error that the page could not handle; it goes to the log. */
  "app.reportError": { input: z.object({ message: z.string(), stack: z.string().optional() }), output: done },
  "app.copyText": { input: z.object({ text: z.string() }), output: done },
} as const satisfies CommandShapes;

export const windowEvents = {
  "http.changed": httpStatusSchema,
  /** Files that came in from outside the page: dropped on the window, from the menu, or from the system. */
  "files.opened": z.object({ files: z.array(openedFileSchema) }),
  /** Another program changed an open file; `null` where it was removed. */
  "files.changed": z.object({ handle: z.string(), onDisk: openedFileSchema.nullable() }),
  "menu.chosen": z.object({ command: menuCommandSchema }),
  /** The window is about to close: the page saves what is not saved yet, and answers with `window.draftsSettled`. */
  "window.closing": nothing,
} as const satisfies EventShapes;
