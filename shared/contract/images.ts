import * as z from "zod";
import { buildProgressSchema, imageCheckSchema, imageDetailsSchema, imageStatusSchema } from "../images.ts";
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
  /** What an image is made of. Fails with `not_found` where it is not there. */
  "images.details": { input: z.object({ folder: z.string() }), output: imageDetailsSchema },
  /** Removes an image that Sandpit built, with its record. Its languages cannot run isolated until it is built again. */
  "images.remove": { input: z.object({ folder: z.string() }), output: z.array(imageStatusSchema) },
  /** Everything that the last build of an image had to say; empty where it was never built here. */
  "images.log": { input: z.object({ folder: z.string() }), output: z.object({ text: z.string() }) },
} as const satisfies CommandShapes;

export const imageEvents = {
  "image.progressed": buildProgressSchema,
  "image.changed": imageStatusSchema,
} as const satisfies EventShapes;
