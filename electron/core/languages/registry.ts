import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import type { BrokenFolder } from "#shared/language-folder.ts";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { readLanguage } from "./read-folder.ts";

/** How often a host that stays looks whether a folder has changed. */
const LOOK_MS = 2_000;

export interface LanguageRegistryOptions {
  home: string;
  /** The folder with the folders that came with Sandpit. */
  dockerfiles: string;
  log: (line: string, error?: unknown) => void;
}

/** Which languages there are, now: Sandpit's own and the folders in its home. */
export interface LanguageRegistry {
  /** Sandpit's own first; the others by their label. */
  list(): readonly Language[];
  broken(): readonly BrokenFolder[];
  /** @throws SandpitError `invalid_input` for an id that is not known. */
  languageOf(id: string): Language;
  /** Where the image of this name is built from. */
  folderOf(imageFolder: string): string;
  /** Where the added languages are. */
  readonly home: string;
  /** Has `folderOf` name another folder for a language that is being added. Returns the function that ends that. */
  stage(id: string, folder: string): () => void;
  /** Makes a staged folder a language. */
  adopt(id: string, folder: string): Promise<void>;
  /** Removes the folder of an added language, or a broken one. @throws SandpitError `not_found`. */
  remove(folder: string): Promise<void>;
  /** Has a listener told of every change from now on, whoever made it. */
  onChanged(listener: (languages: readonly Language[], broken: readonly BrokenFolder[]) => void): void;
  /** Reads the folders again. */
  refresh(): Promise<void>;
  /** Notices by itself what others change on disk. Returns the function that ends that. */
  watch(): () => void;
}

/** Opens the languages. A folder that is broken is named with its faults, and hides no other. */
export async function openLanguageRegistry(options: LanguageRegistryOptions): Promise<LanguageRegistry> {
  const { dockerfiles, log } = options;
  const home = join(options.home, "languages");
  const staged = new Map<string, string>();
  let listener: Parameters<LanguageRegistry["onChanged"]>[0] = () => {};
  let added: Language[] = [];
  let broken: BrokenFolder[] = [];
  let stamp = "";
  let reading: Promise<void> = Promise.resolve();

  const names = async (): Promise<string[]> => {
    const entries = await readdir(home).catch(() => []);
    return entries.filter((name) => !name.startsWith(".")).sort();
  };

  const read = async () => {
    const found = await Promise.all((await names()).map(async (name) => ({ name, ...(await readFolder(home, name)) })));
    const languages = found.flatMap(({ language }) => language ?? []);
    const before = JSON.stringify([added, broken]);
    added = languages.sort((one, other) => one.label.localeCompare(other.label, "en"));
    broken = found.filter(({ language }) => !language).map(({ name, faults }) => ({ folder: name, faults }));
    if (JSON.stringify([added, broken]) !== before) listener(list(), broken);
  };
  /** One after another: what is read last is what is true. */
  const refresh = (): Promise<void> => {
    reading = reading.catch(() => {}).then(read);
    return reading;
  };

  const list = (): readonly Language[] => [...LANGUAGES, ...added];

  const look = async () => {
    const now = JSON.stringify(await Promise.all((await names()).map((name) => toStamp(join(home, name)))));
    if (now === stamp) return;
    stamp = now;
    await refresh();
  };

  await refresh();
  return {
    home,
    list,
    broken: () => broken,
    languageOf(id) {
      const language = list().find((candidate) => candidate.id === id);
      if (language) return language;
      const known = list().map((candidate) => candidate.id);
      throw new SandpitError(
        "invalid_input",
        `There is no language named ${JSON.stringify(id.slice(0, 40))}. Choose one of: ${known.join(", ")}.`,
      );
    },
    folderOf(imageFolder) {
      const isBuiltIn = LANGUAGES.some((language) => language.imageFolder === imageFolder);
      return staged.get(imageFolder) ?? join(isBuiltIn ? dockerfiles : home, imageFolder);
    },
    stage(id, folder) {
      staged.set(id, folder);
      return () => void staged.delete(id);
    },
    async adopt(id, folder) {
      await mkdir(home, { recursive: true });
      await rename(folder, join(home, id));
      await refresh();
    },
    async remove(folder) {
      // Only what is in the folder by exactly this name: nothing that is put together from what a client says.
      const name = (await names()).find((candidate) => candidate === folder);
      if (name === undefined)
        throw new SandpitError("not_found", `There is no added language named ${JSON.stringify(folder.slice(0, 40))}.`);
      await rm(join(home, name), { recursive: true, force: true });
      await refresh();
    },
    onChanged(told) {
      listener = told;
    },
    refresh,
    watch() {
      const timer = setInterval(() => {
        look().catch((error) => log("The languages could not be looked at", error));
      }, LOOK_MS);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

async function readFolder(home: string, name: string) {
  const { language, faults } = await readLanguage(join(home, name), name);
  return { language, faults };
}

/** Changes when a file of a folder does. */
async function toStamp(folder: string): Promise<unknown> {
  const entries = await readdir(folder).catch(() => []);
  const stats = await Promise.all(["", ...entries].map((name) => stat(join(folder, name)).catch(() => null)));
  return [folder, ...stats.map((found) => found && [found.mtimeMs, found.size])];
}
