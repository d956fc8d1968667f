import * as z from "zod";
import {
  buildProgressSchema,
  doctorCheckSchema,
  engineStatusSchema,
  imageCheckSchema,
  imageStatusSchema,
} from "./engine.ts";
import type { Reply } from "./errors.ts";
import { languageSchema } from "./language-schema.ts";
import { limitsSchema } from "./limits-schema.ts";
import {
  backendPolicySchema,
  backendSchema,
  imageRefSchema,
  runIdSchema,
  runRequestSchema,
  runResultSchema,
} from "./run.ts";
import {
  fileRefSchema,
  menuCommandSchema,
  openedFileSchema,
  preferencesChangeSchema,
  preferencesSchema,
  workspaceSchema,
} from "./workspace.ts";

const nothing = z.object({});
const done = z.object({});

/** Every command: its name, what it takes and what it answers. Handlers, clients and transports get their types here. */
export const commands = {
  "app.status": {
    input: nothing,
    output: z.object({
      engine: engineStatusSchema,
      backendPolicy: backendPolicySchema,
      /** The backend that the next run would use; `null` where the policy leaves none. */
      backend: backendSchema.nullable(),
      limits: limitsSchema,
      /** Warm sandboxes that wait for a program, by language. */
      warm: z.record(z.string(), z.int()),
    }),
  },
  /** Looks for the engine again. */
  "engine.check": { input: nothing, output: engineStatusSchema },
  "languages.list": { input: nothing, output: z.array(languageSchema) },

  /** Runs a program to its end. Output and progress are events, which may arrive before this answers. */
  "run.start": { input: runRequestSchema, output: runResultSchema },
  /** Text for the program's standard input; `end` closes it. */
  "run.input": { input: z.object({ id: runIdSchema, text: z.string(), end: z.boolean().optional() }), output: done },
  /** Stops a run, also one that waits or is only just starting. A run that has ended is no error. */
  "run.stop": { input: z.object({ id: runIdSchema }), output: done },
  /** Gets sandboxes ready for a language that will probably be used next. */
  "pool.prepare": { input: z.object({ language: z.string() }), output: done },

  "images.list": { input: nothing, output: z.array(imageStatusSchema) },
  /** Builds the images of the named languages, all of them by default. Progress is events. */
  "images.build": {
    input: z.object({ languages: z.array(z.string()).optional(), noCache: z.boolean().optional() }),
    output: z.array(imageStatusSchema),
  },
  "images.cancel": { input: nothing, output: done },
  /** Starts a sandbox from every image and has it run a small program. */
  "images.verify": { input: nothing, output: z.array(imageCheckSchema) },

  /** What was open last, with everything typed since the last save; `null` at the very first start. */
  "workspace.load": {
    input: nothing,
    output: z.object({ workspace: workspaceSchema.nullable(), notice: z.string().nullable() }),
  },
  "workspace.save": { input: workspaceSchema, output: done },
  "preferences.get": { input: nothing, output: preferencesSchema },
  "preferences.set": { input: preferencesChangeSchema, output: preferencesSchema },

  "doctor.run": { input: nothing, output: z.object({ checks: z.array(doctorCheckSchema) }) },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

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
  /** Shows the save dialog; `null` where it was cancelled. */
  "files.saveAs": {
    input: z.object({ name: z.string(), content: z.string() }),
    output: z.object({ file: openedFileSchema.nullable() }),
  },
  /** Begins and ends watching: only open files are watched. */
  "files.watch": { input: z.object({ handles: z.array(z.string()) }), output: done },
  /** An error that the page could not handle; it goes to the log. */
  "app.reportError": { input: z.object({ message: z.string(), stack: z.string().optional() }), output: done },
  "app.copyText": { input: z.object({ text: z.string() }), output: done },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

/** Every event: its name and its payload. */
export const events = {
  "engine.changed": engineStatusSchema,
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
  "image.progressed": buildProgressSchema,
  "image.changed": imageStatusSchema,
  /** Files that came in from outside the page: dropped on the window, from the menu, or from the system. */
  "files.opened": z.object({ files: z.array(openedFileSchema) }),
  /** Another program changed an open file; `null` where it was removed. */
  "files.changed": z.object({ handle: z.string(), onDisk: openedFileSchema.nullable() }),
  "menu.chosen": z.object({ command: menuCommandSchema }),
} as const satisfies Record<string, z.ZodType>;

export type CommandName = keyof typeof commands;
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]["input"]>;
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]["output"]>;
export type WindowCommandName = keyof typeof windowCommands;

const allCommands = { ...commands, ...windowCommands };
export type AnyCommandName = keyof typeof allCommands;
export type AnyCommandInput<N extends AnyCommandName> = z.input<(typeof allCommands)[N]["input"]>;
export type AnyCommandOutput<N extends AnyCommandName> = z.output<(typeof allCommands)[N]["output"]>;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;

/** What the window is built on. A transport is one of these; in Electron the preload script exposes exactly it. */
export interface Bridge {
  call<N extends AnyCommandName>(name: N, input: AnyCommandInput<N>): Promise<Reply<AnyCommandOutput<N>>>;
  /** Returns the function that ends the subscription. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}
