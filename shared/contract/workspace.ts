import * as z from "zod";
import { preferencesChangeSchema, preferencesSchema, workspaceSchema } from "../workspace.ts";
import { type CommandShapes, done, nothing } from "./shapes.ts";

/** What the user has open, and how the window looks. */
export const workspaceCommands = {
  /** What was open last, with everything typed since the last save; `null` at the very first start. */
  "workspace.load": {
    input: nothing,
    output: z.object({ workspace: workspaceSchema.nullable(), notice: z.string().nullable() }),
  },
  "workspace.save": { input: workspaceSchema, output: done },
  "preferences.get": { input: nothing, output: preferencesSchema },
  "preferences.set": { input: preferencesChangeSchema, output: preferencesSchema },
} as const satisfies CommandShapes;
