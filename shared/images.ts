import * as z from "zod";

export const imageStateSchema = z.enum([
  "ready",
  "missing",
  "outdated",
  "incompatible",
  "mismatched",
  "building",
  "failed",
  "unknown",
]);
/**
 * `outdated`: its Dockerfile has changed since; it still runs. `incompatible`: it was built for another version of
 * Sandpit, or lacks a protection. `mismatched`: the engine's image under this tag is not the one that was built and
 * recorded here. `building`: a build is under way. `failed`: the last build of this session failed and there is no
 * image that could be used instead. `unknown`: no engine to ask.
 */
export type ImageState = z.infer<typeof imageStateSchema>;

export const buildFailureSchema = z.object({
  /** One sentence: what went wrong. */
  message: z.string(),
  /** What to do about it. */
  remedy: z.string(),
  cause: z.enum(["network", "space", "base_image", "dockerfile", "command", "engine"]),
  /** 1-based, as the engine counts; `null` where it failed before the first. */
  step: z.int().nullable(),
  /** The instruction that failed, for example `RUN pip install nothing`. */
  instruction: z.string().nullable(),
  /** The line of the Dockerfile, 1-based. */
  line: z.int().nullable(),
});
export type BuildFailure = z.infer<typeof buildFailureSchema>;

export const imageStatusSchema = z.object({
  folder: z.string(),
  tag: z.string(),
  languages: z.array(z.string()),
  state: imageStateSchema,
  id: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  /** ISO 8601. */
  createdAt: z.string().nullable(),
  /** What its Dockerfile starts from, for example `python:3.11-slim-bookworm`. */
  baseImage: z.string().nullable(),
  /** Whether it is older than `STALE_IMAGE_DAYS`. */
  stale: z.boolean(),
  /** What is wrong, in one sentence, where the state is not `ready`. What to do is the host's to say: press or type. */
  message: z.string().nullable(),
  /** Why the last build of this session failed, whatever the state is. */
  failure: buildFailureSchema.nullable(),
});
export type ImageStatus = z.infer<typeof imageStatusSchema>;

export const imageDetailsSchema = z.object({
  tag: z.string(),
  id: z.string(),
  sizeBytes: z.int(),
  createdAt: z.string(),
  baseImage: z.string().nullable(),
  /** What the base carries, as read from the image: for example `Debian GNU/Linux 12 (bookworm)`. */
  baseVersion: z.string().nullable(),
  /** The interpreter's own version, as it reports it, for example `Python 3.11.2`. */
  interpreterVersion: z.string().nullable(),
  architecture: z.string(),
  receiverVersion: z.string().nullable(),
  /** Newest first. */
  layers: z.array(z.object({ createdBy: z.string(), sizeBytes: z.int(), createdAt: z.string() })),
});
export type ImageDetails = z.infer<typeof imageDetailsSchema>;

export const imageCheckSchema = z.object({ tag: z.string(), ok: z.boolean(), detail: z.string() });
export type ImageCheck = z.infer<typeof imageCheckSchema>;

export const buildProgressSchema = z.object({
  folder: z.string(),
  tag: z.string(),
  /** 1-based; 0 before the engine has named the first step. */
  step: z.int(),
  steps: z.int(),
  /** The instruction of the step, for example `RUN /tmp/harden.sh`. */
  instruction: z.string().nullable(),
  text: z.string(),
  /** What of the base image has come, where it is being downloaded. */
  download: z.object({ doneBytes: z.int(), totalBytes: z.int() }).nullable(),
  /** Since the build of this image began, in milliseconds. */
  elapsedMs: z.number(),
});
export type BuildProgress = z.infer<typeof buildProgressSchema>;
