import * as z from "zod";
import { HIGHLIGHTS, LANGUAGES, type Language, RECEIVER_VERSION, RECEIVERS, toAddedTag } from "./languages.ts";
import { LIMIT_RANGES } from "./limits.ts";
import { programPathSchema } from "./run.ts";

/** The names that an added language cannot have: a built-in language, or its image, has them. */
const TAKEN = new Set(LANGUAGES.flatMap(({ id, imageFolder }) => [id, imageFolder]));

export const languageIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, "An id is 1 to 32 small letters, digits and -, and begins with a letter.");

const wordSchema = z
  .string()
  .min(1, "A word must not be empty.")
  .max(2_000)
  .refine((word) => !/\p{Cc}/u.test(word), "A word must not contain control characters or line breaks.");
const commandSchema = z.array(wordSchema).min(1).max(64);
const within = ({ min, max }: { min: number; max: number }) => z.number().min(min).max(max);

/** How long compiling may take at the most, whatever a language says. */
const MAX_COMPILE_MS = 120_000;

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
/** Of variables, those by which the image's own settings, or Sandpit's, are meant cannot be set. */
const environmentSchema = z
  .record(z.string(), z.string().max(2_000))
  .refine((variables) => Object.keys(variables).every((name) => VARIABLE.test(name)), {
    error: "The name of a variable is letters, digits and _.",
  })
  .refine((variables) => !Object.keys(variables).some((name) => name === "PATH" || name.startsWith("SANDPIT_")), {
    error: "PATH comes from the image, and names that begin with SANDPIT_ are Sandpit's own.",
  });

/** What a language says of itself, wherever it comes from. */
const commonShape = {
  id: languageIdSchema,
  label: z.string().trim().min(1).max(60),
  extensions: z
    .array(z.string().regex(/^\.[a-z0-9][a-z0-9+_-]{0,11}$/, "An extension is like .lua, in small letters."))
    .min(1)
    .max(10),
  entry: programPathSchema.refine((path) => !path.includes("/"), "The entry is a file name without a folder."),
  command: commandSchema,
  environment: environmentSchema,
  receiver: z.enum(RECEIVERS),
  primer: z.string().max(16),
  compile: z.strictObject({ command: commandSchema, wallMs: z.int().min(100).max(MAX_COMPILE_MS) }).nullable(),
  mayExecuteInTmp: z.boolean(),
  needs: z
    .strictObject({
      memoryBytes: within(LIMIT_RANGES.memoryBytes).int(),
      cpus: within(LIMIT_RANGES.cpus),
      pids: within(LIMIT_RANGES.pids).int(),
      wallMs: within(LIMIT_RANGES.wallMs).int(),
    })
    .partial(),
  highlight: z.enum(HIGHLIGHTS),
};

/** A language as the core and its clients know it; the built-in ones and the added ones alike. */
export const languageSchema = z.object({
  ...commonShape,
  imageFolder: languageIdSchema,
  imageTag: z.string(),
  prepare: z.enum(["none", "javascript", "typescript"]),
  localInterpreters: z.array(z.object({ command: z.string(), args: z.array(z.string()) })),
  memoryError: z.string(),
  sample: z.string(),
  // What Sandpit brings may name its own variables.
  environment: z.record(z.string(), z.string()),
  origin: z.enum(["built-in", "added"]),
}) satisfies z.ZodType<Language>;

/** A name of a file in a language's folder. */
export const languageFileNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._+-]{0,63}$/, "A file of a language has a plain name without folders.");

/** `language.json`: what a folder says of its language. It never names a program of the host. */
export const languageDefinitionSchema = z
  .strictObject({
    $schema: z.string().optional(),
    ...commonShape,
    id: languageIdSchema.refine((id) => !TAKEN.has(id), "This id belongs to a language that Sandpit brings along."),
    environment: commonShape.environment.default({}),
    receiver: commonShape.receiver.default("shell"),
    primer: commonShape.primer.default(""),
    compile: commonShape.compile.default(null),
    mayExecuteInTmp: commonShape.mayExecuteInTmp.default(false),
    needs: commonShape.needs.default({}),
    highlight: commonShape.highlight.default("plain"),
    /** What the interpreter prints where it gives up for lack of memory: a text, no pattern. */
    memoryError: z.string().max(200).default(""),
    /** The tag of its image, which follows from the id; may be left out. */
    image: z.string().optional(),
    /** The file in the folder that a new program starts as. */
    sample: languageFileNameSchema,
  })
  .refine(({ id, image }) => image === undefined || image === toAddedTag(id), {
    path: ["image"],
    error: ({ input }) => `The image of this language is called ${toAddedTag((input as { id: string }).id)}.`,
  })
  .refine(({ receiver, compile }) => compile === null || receiver === "shell" || receiver === "cold", {
    path: ["compile"],
    error: 'An interpreter that waits has nothing to compile. Use the receiver "shell".',
  })
  .refine(({ extensions, entry }) => extensions.some((extension) => entry.toLowerCase().endsWith(extension)), {
    path: ["entry"],
    error: "The entry must have one of the extensions.",
  });
export type LanguageDefinition = z.output<typeof languageDefinitionSchema>;

/** The language that a folder describes, with what follows from its id. */
export function toLanguage({ $schema, image, ...definition }: LanguageDefinition, sample: string): Language {
  const { id, receiver } = definition;
  const forReceiver = receiver === "interpreter" ? { SANDPIT_RECEIVER: String(RECEIVER_VERSION) } : {};
  return {
    ...definition,
    environment: { ...definition.environment, ...forReceiver },
    memoryError: toPattern(definition.memoryError),
    ...{ imageFolder: id, imageTag: toAddedTag(id), prepare: "none", localInterpreters: [], sample, origin: "added" },
  };
}

/** A pattern that matches a text itself, or nothing where there is none: a folder's own pattern could take for ever. */
const toPattern = (text: string): string => (text === "" ? "(?!)" : text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
