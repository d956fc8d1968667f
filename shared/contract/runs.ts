import * as z from "zod";
import { backendSchema, imageRefSchema, runIdSchema, runRequestSchema, runResultSchema } from "../run.ts";
import { type CommandShapes, done, type EventShapes } from "./shapes.ts";

/** Runs, and the sandboxes that wait for them. */
export const runCommands = {
  /** Runs a program to its end. Output and progress are events, which may arrive before this answers. */
  "run.start": { input: runRequestSchema, output: runResultSchema },
  /** Text for the program's standard input; `end` closes it. */
  "run.input": { input: z.object({ id: runIdSchema, text: z.string(), end: z.boolean().optional() }), output: done },
  /** Stops a run, also one that waits or is only just starting. A run that has ended is no error. */
  "run.stop": { input: z.object({ id: runIdSchema }), output: done },
  /** Gets sandboxes ready for a language that will probably be used next. */
  "pool.prepare": { input: z.object({ language: z.string() }), output: done },
} as const satisfies CommandShapes;

export const runEvents = {
  "pool.changed": z.object({ warm: z.record(z.string(), z.int()) }),
  "run.started": z.object({
    id: runIdSchema,
    backend: backendSchema,
    isolated: z.boolean(),
    warm: z.boolean(),
    image: imageRefSchema.nullable(),
  }),
  "run.output": z.object({ id: runIdSchema, stream: z.enum(["stdout", "stderr"]), text: z.string() }),
  /** Whether the program is blocked reading its standard input, as far as the engine can tell. */
  "run.waiting": z.object({ id: runIdSchema, waiting: z.boolean() }),
  "run.finished": z.object({ id: runIdSchema, result: runResultSchema }),
  /** A run that had begun could not be brought to its end, so it has no result: `run.start` answers why. */
  "run.lost": z.object({ id: runIdSchema }),
} as const satisfies EventShapes;
