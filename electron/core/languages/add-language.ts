import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import type { LanguageCheck, LanguageFile } from "#shared/language-folder.ts";
import type { Language } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import { toVerdict } from "#shared/verdict.ts";
import type { Engine } from "../engine/engine.ts";
import type { Images } from "../engine/images.ts";
import { removeImage } from "../engine/remove-image.ts";
import type { EngineKeeper } from "../engine-keeper.ts";
import type { EventBus } from "../event-bus.ts";
import { runProgram } from "../run/run-program.ts";
import type { SupervisedEnd } from "../run/supervise.ts";
import { checkLanguage } from "./check-language.ts";
import { readLanguage } from "./read-folder.ts";
import type { LanguageRegistry } from "./registry.ts";

export interface AddLanguageOptions {
  registry: LanguageRegistry;
  keeper: EngineKeeper;
  images: Images;
  /** The folder with the folders that came with Sandpit. */
  dockerfiles: string;
  limitsOf: (language: Language) => Limits;
  events: Pick<EventBus, "emit">;
  log: (line: string, error?: unknown) => void;
}

export interface AddRequest {
  id: string;
  /** The files of a folder of one's own; without, it is a ready-made one. */
  files?: LanguageFile[] | undefined;
  /** Asks whether files that did not come with Sandpit may be built. */
  mayBuild: (language: Language) => Promise<boolean>;
  signal: AbortSignal;
}

export interface AddedLanguage {
  language: Language;
  sample: { stdout: string; wallMs: number; compileMs: number | null };
}

/**
 * Adds a language: checks its files, builds its image, runs its sample, and only then lists it. Where anything fails,
 * neither a folder nor an image is left.
 */
export function createAddLanguage(options: AddLanguageOptions): (request: AddRequest) => Promise<AddedLanguage> {
  const { registry, keeper, images, dockerfiles, limitsOf, events, log } = options;

  const runSample = async (language: Language, signal: AbortSignal): Promise<AddedLanguage> => {
    const room = keeper.room();
    if (!room)
      throw new SandpitError("docker_unavailable", "The container engine has just gone. Start it, then retry.");
    const limits = limitsOf(language);
    const end = await runProgram(room.backend.run, language, language.sample, { limits, signal });
    signal.throwIfAborted();
    const { stdout, wallMs, compileMs = null } = end;
    if (end.outcome !== "completed") throw toSampleFailure(language, end, limits);
    if (stdout === "")
      throw new SandpitError(
        "invalid_input",
        "The sample ran and printed nothing, so it proves nothing. Let it print.",
      );
    return { language, sample: { stdout, wallMs, compileMs } };
  };

  /** The image was built, and is of no use. */
  const discard = async (engine: Engine, language: Language) => {
    const { imageTag: tag, imageFolder: folder } = language;
    const image = await images.known(engine, language).catch(() => null);
    if (image) await removeImage(engine, tag, image.id);
    await images.forget(engine, { folder, tag });
  };

  return async ({ id, files, mayBuild, signal }) => {
    events.emit("language.progressed", { id, stage: "checking" });
    await registry.refresh();
    refuseTaken(registry, id);
    const ready = await readLanguage(join(dockerfiles, id), id);
    const check = files ? checkLanguage(files) : ready;
    const language = toLanguage(id, check);
    const isOwn = files !== undefined && toContents(files) !== toContents(ready.files);
    const engine = await keeper.require();
    if (isOwn && !(await mayBuild(language)))
      throw new SandpitError("cancelled", `${language.label} was not added: building its image was not agreed to.`);
    signal.throwIfAborted();

    await mkdir(registry.home, { recursive: true });
    const folder = await mkdtemp(join(registry.home, ".adding-"));
    const unstage = registry.stage(id, folder);
    let isBuilt = false;
    try {
      for (const { name, content } of check.files) await writeFile(join(folder, name), content, { flag: "wx" });
      events.emit("language.progressed", { id, stage: "building" });
      await images.build(engine, [language], { noCache: false, signal, onChanged: () => {} });
      isBuilt = true;
      signal.throwIfAborted();
      events.emit("language.progressed", { id, stage: "starting" });
      const added = await runSample(language, signal);
      await registry.adopt(id, folder);
      events.emit("language.progressed", { id, stage: "listed" });
      return added;
    } catch (error) {
      if (isBuilt) await discard(engine, language).catch((fault) => log("An image that failed is still there", fault));
      if (signal.aborted) throw new SandpitError("cancelled", `${language.label} was not added: it was cancelled.`);
      throw error;
    } finally {
      unstage();
      await rm(folder, { recursive: true, force: true }).catch((fault) => log(`${folder} is still there`, fault));
    }
  };
}

function refuseTaken(registry: LanguageRegistry, id: string): void {
  const language = registry.list().find((candidate) => candidate.id === id);
  if (language) throw new SandpitError("invalid_input", `${language.label} is there already. Remove it first.`);
  if (registry.broken().some(({ folder }) => folder === id))
    throw new SandpitError(
      "invalid_input",
      `There is a broken folder named ${id} among the languages. Correct or remove it first.`,
    );
}

/** @throws SandpitError `invalid_input` that names the first fault, with all of them. */
function toLanguage(id: string, { language, files, faults }: LanguageCheck): Language {
  if (language && language.id === id) return language;
  if (language) throw new SandpitError("invalid_input", `The files describe ${language.id}, not ${id}.`);
  if (files.length === 0)
    throw new SandpitError("not_found", `Sandpit has no ready-made language named ${JSON.stringify(id)}.`);
  const [first] = faults;
  const where = first?.file ? `${first.file}: ` : "";
  throw new SandpitError("invalid_input", `${where}${first?.message ?? "The folder is no language."}`, {
    details: { faults },
  });
}

function toSampleFailure(language: Language, end: SupervisedEnd, limits: Limits): SandpitError {
  const { title, explanation } = toVerdict({
    ...{ id: randomUUID(), language: language.id, backend: "docker", isolated: true, warm: false, image: null },
    ...{ ...end, limits, startedAt: new Date().toISOString(), source: "window" },
  });
  const said = end.stderr.trim().slice(-500);
  return new SandpitError(
    "invalid_input",
    `The image was built, but its sample did not run: ${title}. ${explanation}${said && ` It said: ${said}`}`,
    { details: { outcome: end.outcome, stdout: end.stdout, stderr: end.stderr } },
  );
}

const toContents = (files: readonly LanguageFile[]): string =>
  JSON.stringify(
    [...files].sort((one, other) => (one.name < other.name ? -1 : 1)).map(({ name, content }) => [name, content]),
  );
