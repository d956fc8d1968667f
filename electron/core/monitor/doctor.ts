import type { DoctorCheck, EngineStatus } from "#shared/engine.ts";
import { SandpitError } from "#shared/errors.ts";
import type { ImageStatus } from "#shared/images.ts";
import type { Language } from "#shared/languages.ts";
import type { Engine } from "../engine/engine.ts";
import { RECEIVER_LABEL } from "../engine/images.ts";
import { findInterpreter } from "../run/interpreters.ts";
import { checkDisks } from "./disk-checks.ts";
import { toConnectionChecks, toEngineChecks } from "./engine-checks.ts";
import { BUILD_FIX, toImageCheck, toReceiverCheck } from "./image-checks.ts";
import type { IsolationReadback } from "./isolation-readback.ts";

export interface DoctorOptions {
  languages: readonly Language[];
  engine: Engine | null;
  status: EngineStatus;
  images: readonly ImageStatus[];
  isolation: Pick<IsolationReadback, "read">;
  /** The folder in which Sandpit keeps everything. */
  home: string;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

/** Looks at everything that a run depends on. Each finding says what it means and what to do about it. */
export async function examine(options: DoctorOptions): Promise<DoctorCheck[]> {
  const { languages, engine, status, images, isolation, home, env, platform } = options;
  const facts = await (engine?.facts().catch(() => null) ?? null);
  const nowMs = Date.now();
  return [
    ...toConnectionChecks(status),
    ...(facts && status.state === "available" ? toEngineChecks(status, facts, { platform, nowMs }) : []),
    ...(await checkDisks(home, isOnThisComputer(status) ? (facts?.rootFolder ?? null) : null)),
    ...images.map((image) => toImageCheck(image, (id) => languages.find((one) => one.id === id)?.label ?? id)),
    ...(engine ? await checkReceivers(engine, images, languages) : []),
    ...(await readIsolation(isolation)),
    ...(await Promise.all(byInterpreters(languages).map((sharing) => toInterpreterCheck(sharing, env, platform)))),
  ];
}

/** A folder of the same name here says nothing of the other machine's. */
const isOnThisComputer = (status: EngineStatus): boolean => status.state === "available" && status.machine === null;

async function checkReceivers(
  engine: Engine,
  images: readonly ImageStatus[],
  languages: readonly Language[],
): Promise<DoctorCheck[]> {
  const waiting = new Set(
    languages.filter(({ receiver }) => receiver === "interpreter").map(({ imageTag }) => imageTag),
  );
  const own = images.filter(({ tag }) => waiting.has(tag));
  const checks = await Promise.all(
    own.map(async (status) => {
      const details = status.id ? await engine.inspectImage(status.id).catch(() => null) : null;
      return details && toReceiverCheck(status, details.labels[RECEIVER_LABEL] ?? null);
    }),
  );
  return checks.filter((check) => check !== null);
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
        fix: BUILD_FIX,
      },
    ];
  }
}

type Sharing = readonly [Language, ...Language[]];

/** The languages by their interpreters: JavaScript and TypeScript share theirs. */
function byInterpreters(languages: readonly Language[]): Sharing[] {
  const groups = new Map<string, [Language, ...Language[]]>();
  for (const language of languages) {
    if (language.localInterpreters.length === 0) continue;
    const key = JSON.stringify(language.localInterpreters);
    const group = groups.get(key);
    if (group) group.push(language);
    else groups.set(key, [language]);
  }
  return [...groups.values()];
}

async function toInterpreterCheck(
  sharing: Sharing,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<DoctorCheck> {
  const [first] = sharing;
  const labels = sharing.map(({ label }) => label).join(" and ");
  const check = { id: `interpreter.${first.imageFolder}`, title: `Interpreter for ${labels} without isolation` };
  try {
    const { command, version } = await findInterpreter(first, env, platform);
    return { ...check, status: "pass", detail: `${command}: ${version}. Used only where there is no engine.` };
  } catch (error) {
    return { ...check, status: "warn", detail: error instanceof SandpitError ? error.message : "It did not answer." };
  }
}
