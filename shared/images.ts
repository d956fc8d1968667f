import * as z from "zod";

export const imageStateSchema = z.enum(["ready", "missing", "outdated", "incompatible", "mismatched", "unknown"]);
/**
 * `outdated`: its Dockerfile has changed since; it still runs. `incompatible`: it was built for another version of
 * Sandpit, or lacks a protection. `mismatched`: the engine's image under this tag is not the one that was
 * built and recorded here. `unknown`: no engine to ask.
 */

export const imageStatusSchema = z.object({
  folder: z.string(),
  tag: z.string(),
  languages: z.array(z.string()),
  state: imageStateSchema,
  id: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  createdAt: z.string().nullable(),
  /** What is wrong, in one sentence, where the state is not `ready`. What to do is the host's to say: press or type. */
  message: z.string().nullable(),
});
export type ImageStatus = z.infer<typeof imageStatusSchema>;

export const imageCheckSchema = z.object({ tag: z.string(), ok: z.boolean(), detail: z.string() });
export type ImageCheck = z.infer<typeof imageCheckSchema>;

export const buildProgressSchema = z.object({
  tag: z.string(),
  /** 1-based; 0 before the engine has named the first step. */
  step: z.int(),
  steps: z.int(),
  text: z.string(),
});
export type BuildProgress = z.infer<typeof buildProgressSchema>;
