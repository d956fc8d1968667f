import { randomUUID } from "node:crypto";
import { type Failure, SandpitError, toFailure } from "#shared/errors.ts";
import { LANGUAGES, languageOfFile } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import type { BackendPolicy, RunRequest, RunResult } from "#shared/run.ts";
import { toVerdict } from "#shared/verdict.ts";
import { callBuild } from "./images-command.ts";
import { printFailure, printJson } from "./print.ts";
import { readProgramFiles, readText } from "./program-files.ts";
import type { Session } from "./session.ts";
import { forwardInput } from "./standard-input.ts";

export interface RunOptions {
  language?: string;
  stdin?: string;
  json?: boolean;
  backend: BackendPolicy;
  timeout?: string;
  memory?: string;
  cpus?: string;
  build?: boolean;
}

const WARNING = `
  ! NOT ISOLATED: there is no container around this program. It can read and change
  ! your files and use your network. Run only programs that you trust, or start Docker.
`;

/** `sandpit run`: returns the program's exit code, or 124 (time), 137 (memory), 130 (stopped), 125 (not run). */
export async function runFiles(session: Session, paths: string[], options: RunOptions): Promise<number> {
  let request: RunRequest;
  try {
    request = await toRequest(session, paths, options);
  } catch (error) {
    return printFailure(toFailure(error), options.json);
  }
  const { id } = request;
  let machine: string | null = null;
  session.events.on("engine.changed", (engine) => {
    machine = engine.state === "available" ? engine.machine : null;
  });
  session.events.on("run.started", ({ isolated }) => {
    if (!isolated) process.stderr.write(`${WARNING}\n`);
    // At a terminal alone: what a script reads on standard error is the program's own.
    else if (machine !== null && !options.json && process.stderr.isTTY)
      process.stderr.write(`sandpit: runs on ${machine}\n`);
  });
  let historyTrouble: string | null = null;
  session.events.on("history.noticed", ({ state, message }) => {
    historyTrouble = state === "failing" ? message : null;
  });
  const stop = () => void session.call("run.stop", { id });
  if (!options.json) {
    session.events.on("run.output", ({ stream, text }) => void process[stream].write(text));
    // The reader of a pipe has gone (`| head`): nobody is left to run for.
    process.stdout.on("error", stop);
  }
  process.on("SIGINT", stop).on("SIGTERM", stop);

  if (options.build) {
    const failure = await buildIfMissing(session, request.language, options.backend);
    if (failure) return printFailure(failure, options.json);
  }
  const running = session.call("run.start", request);
  const input = request.stdin === undefined ? forwardInput(process.stdin, session, id) : null;
  const reply = await running;
  input?.end();
  if (!reply.ok) return printFailure(reply.error, options.json);
  if (options.json) printJson(reply.value);
  else explain(reply.value);
  if (historyTrouble !== null) process.stderr.write(`\nsandpit: ${historyTrouble}\n`);
  return toExitCode(reply.value);
}

async function toRequest(session: Session, paths: readonly string[], options: RunOptions): Promise<RunRequest> {
  const files = await readProgramFiles(paths);
  const entry = files[0]?.path ?? "";
  const language = options.language ?? (await findLanguage(session, entry));
  const limits: Partial<Limits> = {
    ...(options.timeout !== undefined && { wallMs: Math.round(toNumber("--timeout", options.timeout) * 1000) }),
    ...(options.memory !== undefined && {
      memoryBytes: Math.round(toNumber("--memory", options.memory) * 1024 * 1024),
    }),
    ...(options.cpus !== undefined && { cpus: toNumber("--cpus", options.cpus) }),
  };
  return {
    ...{ id: randomUUID(), language, files, entry, limits, backend: options.backend },
    ...(options.stdin !== undefined && { stdin: await readText(options.stdin) }),
  };
}

/** The language of a file by its name. @throws SandpitError that names one that could be added, where there is one. */
async function findLanguage(session: Session, entry: string): Promise<string> {
  const listed = await session.call("languages.list", {});
  const language = languageOfFile(entry, listed.ok ? listed.value : LANGUAGES);
  if (language) return language.id;
  const catalog = await session.call("languages.catalog", {});
  const lower = entry.toLowerCase();
  const ready = catalog.ok
    ? catalog.value.readyMade.find(({ extensions }) => extensions.some((extension) => lower.endsWith(extension)))
    : undefined;
  throw new SandpitError(
    "invalid_input",
    ready
      ? `${ready.label} has not been added yet. Add it with: sandpit languages add ${ready.id}`
      : `The language of ${entry} cannot be told from its name. Give it with --language.`,
  );
}

function toNumber(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new SandpitError("invalid_input", `${option} takes a number above 0, not "${text}".`);
}

/** Builds the language's image where an engine is there and the image is not; elsewhere the run says what is wrong. */
async function buildIfMissing(session: Session, language: string, backend: BackendPolicy): Promise<Failure | null> {
  if (backend === "local") return null;
  const images = await session.call("images.list", {});
  if (!images.ok) return images.error;
  const image = images.value.find(({ languages }) => languages.includes(language));
  if (!image || image.state === "ready" || image.state === "unknown") return null;
  process.stderr.write(`Building ${image.tag}; this is needed once.\n`);
  const built = await callBuild(session, [language], false);
  return built.ok ? null : built.error;
}

/** Says on standard error why a program was ended, and that output is missing; the program's own ends speak for themselves. */
function explain(result: RunResult): void {
  const own = result.outcome === "completed" || result.outcome === "failed";
  if (own && !result.truncated.stdout && !result.truncated.stderr) return;
  const { title, explanation } = toVerdict(result);
  process.stderr.write(`\nsandpit: ${title}${/[.!?]$/.test(title) ? "" : "."} ${explanation}\n`);
}

/** The exit code by which a shell is told how a run ended. */
export function toExitCode({ outcome, exitCode }: Pick<RunResult, "outcome" | "exitCode">): number {
  if (outcome === "time_limit") return 124;
  if (outcome === "memory_limit") return 137;
  if (outcome === "cancelled") return 130;
  // A compiler that was stopped has no exit code.
  if (outcome === "compile_error") return exitCode || 1;
  // A program that was ended for flooding has no exit code: the shell's number for SIGXFSZ says "too much output".
  return exitCode ?? 153;
}
