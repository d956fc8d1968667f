import * as z from "zod";

/** What a group of commands looks like: each has a schema for what it takes and one for what it answers. */
export type CommandShapes = Record<string, { input: z.ZodType; output: z.ZodType }>;

/** What a group of events looks like: each has a schema for its payload. */
export type EventShapes = Record<string, z.ZodType>;

/** The input of a command that takes nothing. */
export const nothing = z.object({});

/** The answer of a command that has nothing to tell but that it is done. */
export const done = z.object({});
