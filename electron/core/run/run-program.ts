import { randomUUID } from "node:crypto";
import type { Language } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { RunJob } from "./backend.ts";
import { createInput } from "./input.ts";
import type { SupervisedEnd } from "./supervise.ts";

/** Runs a program of our own, of one file and without input, under the default limits. */
export async function runProgram(run: RunJob, language: Language, content: string): Promise<SupervisedEnd> {
  const { end } = await run({
    runId: randomUUID(),
    language,
    files: [{ path: language.entry, content }],
    entry: language.entry,
    limits: DEFAULT_LIMITS,
    input: createInput(""),
    signal: new AbortController().signal,
    onStarted: () => {},
    onOutput: () => {},
    onWaiting: () => {},
  });
  return end;
}
