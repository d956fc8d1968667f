import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Failure } from "#shared/errors.ts";
import { MAX_FILES } from "#shared/limits.ts";
import {
  backendPolicySchema,
  type ProgramFile,
  programFileSchema,
  programPathSchema,
  type RunRequest,
  runIdSchema,
} from "#shared/run.ts";

/** What stands for a language that is none: names that clients make up would become rows in every list of languages. */
const NO_LANGUAGE = "unknown";
const MAX_MESSAGE = 300;

/**
 * What can be used of a request that is none, so that its refusal has a record like any other: each part is taken where it
 * may stand in a request, and is left out otherwise.
 */
export function toUsableParts(input: unknown, isLanguage: (id: string) => boolean): RunRequest {
  const asked = z.record(z.string(), z.unknown()).safeParse(input).data ?? {};
  const entry = programPathSchema.safeParse(asked.entry).data;
  const stdin = z.string().safeParse(asked.stdin).data;
  const backend = backendPolicySchema.safeParse(asked.backend).data;
  return {
    id: runIdSchema.safeParse(asked.id).data ?? randomUUID(),
    language: typeof asked.language === "string" && isLanguage(asked.language) ? asked.language : NO_LANGUAGE,
    files: toFiles(asked),
    ...(entry !== undefined && { entry }),
    ...(stdin !== undefined && { stdin }),
    ...(backend !== undefined && { backend }),
  };
}

/** The HTTP API also takes a single file as `code`. */
function toFiles({ code, files }: Record<string, unknown>): ProgramFile[] {
  if (typeof code === "string") return [{ path: "main", content: code }];
  const all = Array.isArray(files) ? files.slice(0, MAX_FILES) : [];
  return all.flatMap((file) => programFileSchema.safeParse(file).data ?? []);
}

/** A reason as it is kept: it may name what the client sent, at any length. */
export const toKeptFailure = ({ code, message }: Failure): Failure => ({
  code,
  message: message.slice(0, MAX_MESSAGE),
});
