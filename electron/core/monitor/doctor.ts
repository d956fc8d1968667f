import type { DoctorCheck, DoctorFix, EngineStatus } from "#shared/engine.ts";
import { SandpitError } from "#shared/errors.ts";
import type { ImageStatus } from "#shared/images.ts";
import type { Language } from "#shared/languages.ts";
import type { Engine } from "../engine/engine.ts";
import { findInterpreter } from "../run/interpreters.ts";
import type { IsolationReadback } from "./isolation-readback.ts";

const BUILD: DoctorFix = { command: "images.build", label: "Build the images" };

export interface DoctorOptions {
  languages: readonly Language[];
  engine: Engine | null;
  status: EngineStatus;
  images: readonly ImageStatus[];
  isolation: Pick<IsolationReadback, "read">;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

/** Looks at everything that a run depends on. Each finding says what it means and what to do about it. */
export async function examine(options: DoctorOptions): Promise<DoctorCheck[]> {
  const { languages, status, images, isolation, env, platform } = options;
  return [
    toEngineCheck(status),
    ...images.map((image) => toImageCheck(image)),
    ...(await readIsolation(isolation)),
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
  if (state === "unknown") return { ...check, status: "warn", detail: "Without an engine there are no images." };
  return {
    ...check,
    status: state === "outdated" ? "warn" : "fail",
    detail: message ?? state,
    remedy: "Build the image.",
    fix: BUILD,
  };
}

async function readIsolation(isolation: DoctorOptions["isolation"]): Promise<DoctorCheck[]> {
  try {
    return (await isolation.read({ again: true })) ?? [];
  } catch (error) {
    if (!(error instanceof SandpitError)) throw error;
    return [
      {
        id: "isolation",
        title: "Isolation, read back from inside a sandbox",
        status: "fail",
        detail: error.message,
        remedy: "Build the images again.",
        fix: BUILD,
      },
    ];
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
