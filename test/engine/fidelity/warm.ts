import { expect } from "vitest";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { ContainerSpec } from "../../../electron/core/engine/engine.ts";
import { toSandboxSpec } from "../../../electron/core/run/sandbox-spec.ts";
import type { TestCore } from "../test-core.ts";
import type { Ending, FidelityProgram } from "./fidelity-program.ts";
import { runReference } from "./reference.ts";

/** The specification that the core runs this language by. The owner is of no consequence to a program. */
async function specOf(sandpit: TestCore, language: Language): Promise<ContainerSpec> {
  const image = (await sandpit.call("images.list", {})).find(({ tag }) => tag === language.imageTag);
  return toSandboxSpec(language, image?.id ?? "", DEFAULT_LIMITS, { installation: "", instance: "" }, "Docker");
}

/** Resolves when a sandbox waits for a program of this language. */
async function untilWarm(sandpit: TestCore, language: Language): Promise<void> {
  await sandpit.call("pool.prepare", { language: language.id });
  await expect
    .poll(async () => (await sandpit.call("app.status", {})).warm[language.id], { timeout: 30_000, interval: 20 })
    .toBeGreaterThan(0);
}

async function runWarm(
  sandpit: TestCore,
  language: Language,
  image: string,
  { files, stdin = "" }: FidelityProgram,
): Promise<Ending> {
  await untilWarm(sandpit, language);
  const { stdout, stderr, exitCode, ...result } = await sandpit.run({ files, stdin, language: language.id });
  const { warm, truncated } = result;
  // Else the two sides would not be what they are taken for.
  expect({ warm, truncated, image: result.image?.id }).toEqual({
    warm: true,
    truncated: { stdout: false, stderr: false },
    image,
  });
  return { stdout, stderr, exitCode };
}

/** Runs a program on both sides: in the plain interpreter by `docker run`, and in a warm sandbox. */
export async function runBoth(
  sandpit: TestCore,
  languageId: string,
  program: FidelityProgram,
): Promise<{ reference: Ending; warm: Ending }> {
  const language = LANGUAGES.find(({ id }) => id === languageId);
  if (!language) throw new Error(`There is no language ${languageId}`);
  const spec = await specOf(sandpit, language);
  const { engine } = await sandpit.call("app.status", {});
  if (engine.state !== "available") throw new Error(engine.message);
  const [reference, warm] = await Promise.all([
    runReference(engine.address, spec, program),
    runWarm(sandpit, language, spec.Image, program),
  ]);
  return { reference, warm };
}
