import * as z from "zod";
import { buildProgressSchema, imageCheckSchema, imageStatusSchema } from "../images.ts";
import { type CommandShapes, done, type EventShapes, nothing } from "./shapes.ts";

/** The images that programs run in. */
export const imageCommands = {
  "images.list": { input: nothing, output: z.array(imageStatusSchema) },
  /** Builds the images of the named languages, all of them by default. Progress is events. */
  "images.build": {
    input: z.object({ languages: z.array(z.string()).optional(), noCache: z.boolean().optional() }),
    output: z.array(imageStatusSchema),
  },
  /** Stops the build that is under way. What was there before is still there. */
  "images.cancel": { input: nothing, output: done },
  /** Starts a sandbox from every image and has it run a small program. */
  "images.verify": { input: nothing, output: z.array(imageCheckSchema) },
} as const satisfies CommandShapes;

export const imageEvents = {
  "image.progressed": buildProgressSchema,
  "image.changed": imageStatusSchema,
} as const satisfies EventShapes;
