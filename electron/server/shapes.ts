import * as z from "zod";
import { failureSchema } from "#shared/errors.ts";
import { ENDINGS } from "#shared/history.ts";
import { seqSchema } from "#shared/history-schema.ts";
import { languageSchema } from "#shared/language-schema.ts";
import { MAX_FILES } from "#shared/limits.ts";
import { limitsSchema } from "#shared/limits-schema.ts";
import { backendSchema, programFileSchema, programPathSchema, runIdSchema, runResultSchema } from "#shared/run.ts";

/** What a client asks to have run: `code` for a single file, or `files`. */
export const executeSchema = z
  .strictObject({
    language: z
      .string()
      .min(1)
      .max(64)
      .meta({ description: "One of /api/v1/languages.", examples: ["python"] }),
    code: z
      .string()
      .optional()
      .meta({ description: "The program, where it is a single file.", examples: ["print(1)"] }),
    files: z
      .array(programFileSchema)
      .min(1)
      .max(MAX_FILES)
      .optional()
      .meta({ description: "The program, where it has several files." }),
    entry: programPathSchema.optional().meta({ description: "Which of the files starts; by default the usual one." }),
    stdin: z.string().optional().meta({ description: "The whole standard input; by default it is empty." }),
    limits: z
      .strictObject(limitsSchema.partial().shape)
      .optional()
      .meta({ description: "Where less, or more, is due." }),
  })
  .refine(({ code, files }) => (code === undefined) !== (files === undefined), {
    error: 'Give the program as "code", or as "files" where it has several; not both.',
  })
  .refine(({ entry, files }) => entry === undefined || files !== undefined, {
    error: '"entry" names one of "files", and there are none.',
  })
  .meta({ id: "ExecuteRequest" });
export type ExecuteRequest = z.output<typeof executeSchema>;

export const resultSchema = runResultSchema.meta({
  id: "RunResult",
  description: "A program that ran, and how it ended.",
});

const outcomeSchema = z.enum(ENDINGS).meta({ description: "How it ended; or `running`, `refused`, `interrupted`." });

export const summarySchema = runResultSchema
  .pick({ id: true, language: true, exitCode: true, firstOutputMs: true, startedAt: true, source: true })
  .extend({
    seq: seqSchema.meta({ description: "The run's number: grows with time, and is never used again." }),
    outcome: outcomeSchema,
    backend: backendSchema.nullable(),
    isolated: z.boolean().nullable(),
    warm: z.boolean().nullable(),
    wallMs: z.number().nullable(),
    errorCode: z.string().nullable().meta({ description: "Why it was refused." }),
  })
  .meta({ id: "RunSummary", description: "A run that was asked for, without what it printed." });
export type RunSummary = z.output<typeof summarySchema>;

export const executionsQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: "How many, the newest first." }),
  before: z.coerce.number().pipe(seqSchema).optional().meta({ description: "The `next` of the answer before." }),
  language: z.string().min(1).max(64).optional(),
  outcome: outcomeSchema.optional(),
});
export type ExecutionsQuery = z.output<typeof executionsQuerySchema>;

export const executionsSchema = z
  .object({ executions: z.array(summarySchema), next: seqSchema.nullable() })
  .meta({ id: "Executions" });
export type Executions = z.output<typeof executionsSchema>;
export const executionParametersSchema = z.object({ id: runIdSchema });

export const languagesSchema = z.array(
  languageSchema.pick({ id: true, label: true, extensions: true, entry: true, sample: true }).meta({ id: "Language" }),
);

export const healthSchema = z.object({ status: z.literal("ok") }).meta({ id: "Health" });

export const failureReplySchema = z
  .object({ ok: z.literal(false), error: failureSchema })
  .meta({ id: "Failure", description: "Why there is no value. `message` is a sentence for people." });
