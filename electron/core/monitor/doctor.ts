import type { DoctorCheck, EngineStatus } from "#shared/engine.ts";
import { SandpitError } from "#shared/errors.ts";
import type { ImageStatus } from "#shared/images.ts";
import type { Language } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { RunJob } from "../run/backend.ts";
import { findInterpreter } from "../run/interpreters.ts";
import { runProgram } from "../run/run-program.ts";
import { isolationSchema, PYTHON_ISOLATION_PROBE, toIsolationChecks } from "./isolation-probe.ts";

export interface DoctorOptions {
  languages: readonly Language[];
  engine: EngineStatus;
  images: readonly ImageStatus[];
  /** Runs a program in a sandbox; `null` without an engine. */
  runIsolated: RunJob | null;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

/** Looks at everything that a run depends on. Each finding says what it means and what to do about it. */
export async function examine({
  languages,
  engine,
  images,
  runIsolated,
  env,
  platform,
}: DoctorOptions): Promise<DoctorCheck[]> {
  const python = languages.find(({ id }) => id === "python");
  const canProbe =
    python &&
    runIsolated &&
    images.some(({ tag, state }) => tag === python.imageTag && (state === "ready" || state === "outdated"));
  return [
    toEngineCheck(engine),
    ...images.map((image) => toImageCheck(image)),
    ...(canProbe ? await probeIsolation(python, runIsolated) : []),
    ...(await Promise.all(
      distinctInterpreters(languages).map((language) => toInterpreterCheck(language, env, platform)),
    )),
  ];
}

function toEngineCheck(engine: EngineStatus): DoctorCheck {
  const check = { id: "engine", title: "Container engine" };
  if (engine.state === "available") {
    const { product, version, apiVersion, origin } = engine;
    return { ...check, status: "pass", detail: `${product} ${version} (API ${apiVersion}), found through ${origin}.` };
  }
  const looked = engine.attempts.map(({ origin, detail }) => `${origin}: ${detail}`).join("; ");
  return { ...check, status: "fail", detail: `${engine.message} Looked for it at ${looked}.`, remedy: engine.remedy };
}

function toImageCheck({ folder, tag, state, message, languages }: ImageStatus): DoctorCheck {
  const check = { id: `image.${folder}`, title: `Image for ${languages.join(" and ")}` };
  if (state === "ready") return { ...check, status: "pass", detail: `${tag} is built and up to date.` };
  const remedy = `sandpit images build ${languages[0]}`;
  if (state === "unknown") return { ...check, status: "warn", detail: "Without an engine there are no images." };
  return { ...check, status: state === "outdated" ? "warn" : "fail", detail: message ?? state, remedy };
}

async function probeIsolation(python: Language, run: RunJob): Promise<DoctorCheck[]> {
  const failed = (detail: string): DoctorCheck[] => [
    {
      id: "isolation",
      title: "Isolation, read back from inside a sandbox",
      status: "fail",
      detail,
      remedy: "Build the images again: sandpit images build",
    },
  ];
  try {
    const end = await runProgram(run, python, PYTHON_ISOLATION_PROBE);
    if (end.outcome !== "completed")
      return failed(`The program that reads it back ended with ${end.outcome}. ${end.stderr.trim()}`);
    return toIsolationChecks(isolationSchema.parse(JSON.parse(end.stdout)), DEFAULT_LIMITS);
  } catch (error) {
    if (error instanceof SandpitError) return failed(error.message);
    throw error;
  }
}

/** One language for each set of interpreters: JavaScript and TypeScript share theirs. */
const distinctInterpreters = (languages: readonly Language[]): Language[] => [
  ...new Map(languages.map((language) => [JSON.stringify(language.localInterpreters), language])).values(),
];

async function toInterpreterCheck(
  language: Language,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<DoctorCheck> {
  const check = {
    id: `interpreter.${language.imageFolder}`,
    title: `Interpreter for ${language.label} without isolation`,
  };
  try {
    const { command, version } = await findInterpreter(language, env, platform);
    return { ...check, status: "pass", detail: `${command}: ${version}. Used only where there is no engine.` };
  } catch (error) {
    return { ...check, status: "warn", detail: error instanceof SandpitError ? error.message : "It did not answer." };
  }
}
