import * as z from "zod";
import type { Language } from "./languages.ts";

export const languageSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  label: z.string(),
  extensions: z.array(z.string().startsWith(".")).min(1),
  imageFolder: z.string(),
  imageTag: z.string(),
  entry: z.string(),
  command: z.array(z.string()).min(1),
  environment: z.record(z.string(), z.string()),
  prepare: z.enum(["none", "javascript", "typescript"]),
  localInterpreters: z.array(z.object({ command: z.string(), args: z.array(z.string()) })),
  memoryError: z.string(),
  sample: z.string(),
}) satisfies z.ZodType<Language>;
