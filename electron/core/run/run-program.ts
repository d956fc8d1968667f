import { randomUUID } from "node:crypto";
import { type Language, toLanguageLimits } from "#shared/languages.ts";
import { DEFAULT_LIMITS, type Limits } from "#shared/limits.ts";
import type { RunJob } from "./backend.ts";
import { createInput } from "./input.ts";
import type { SupervisedEnd } from "./supervise.ts";

/** Runs a program of our own, of one file and without input, under the default limits unless told otherwise. */
export async function runProgram(
  run: RunJob,
  language: Language,
  content: string,
  { limits, signal }: { limits?: Limits; signal?: AbortSignal } = {},
): Promise<SupervisedEnd> {
  const { end } = await run({
    runId: randomUUID(),
    language,
    files: [{ path: language.entry, content }],
    entry: language.entry,
    limits: limits ?? toLanguageLimits(DEFAULT_LIMITS, language),
    input: createInput(""),
    signal: signal ?? new AbortController().signal,
    onStarted: () => {},
    onOutput: () => {},
    onWaiting: () => {},
  });
  return end;
}
