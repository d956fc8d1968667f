import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { CommandName } from "#shared/contract.ts";
import { SandpitError } from "#shared/errors.ts";
import type { ReadyMade } from "#shared/language-folder.ts";
import { LANGUAGES } from "#shared/languages.ts";
import type { HandlersFor } from "../dispatcher.ts";
import { type AddLanguageOptions, createAddLanguage } from "../languages/add-language.ts";
import { checkLanguage } from "../languages/check-language.ts";
import { readLanguage } from "../languages/read-folder.ts";
import { toTemplate } from "../languages/template.ts";
import type { History } from "../store/history/history.ts";

export interface LanguageCommandsOptions extends AddLanguageOptions {
  /** Removes the image of a folder, where there is an engine and an image. @throws SandpitError where it is in use. */
  removeImage: (folder: string) => Promise<void>;
  history: Pick<History, "note">;
}

/** The languages, and adding more of them; one at a time. */
export interface LanguageCommands {
  handlers: HandlersFor<Extract<CommandName, `languages.${string}`>>;
  /** Cancels what is being added. */
  close(): void;
}

export function createLanguageCommands(options: LanguageCommandsOptions): LanguageCommands {
  const { registry, dockerfiles, removeImage, history } = options;
  const add = createAddLanguage(options);
  let adding: AbortController | null = null;

  /** What came with Sandpit and is no built-in language. */
  const readReadyMade = async () => {
    const builtIn = new Set(LANGUAGES.map(({ imageFolder }) => imageFolder));
    const names = (await readdir(dockerfiles)).filter((name) => !builtIn.has(name) && !name.startsWith(".")).sort();
    const found = await Promise.all(names.map((name) => readLanguage(join(dockerfiles, name), name)));
    return found
      .flatMap(({ language }) => language ?? [])
      .sort((one, other) => one.label.localeCompare(other.label, "en"));
  };

  return {
    handlers: {
      "languages.list": () => [...registry.list()],
      async "languages.catalog"() {
        await registry.refresh();
        const listed = new Set(registry.list().map(({ id }) => id));
        const readyMade = (await readReadyMade()).map(
          ({ id, label, extensions, receiver, compile }): ReadyMade => ({
            ...{ id, label, extensions, receiver },
            ...{ isCompiled: compile !== null, isAdded: listed.has(id) },
          }),
        );
        return { readyMade, broken: [...registry.broken()] };
      },
      async "languages.files"({ id }) {
        const isAdded = registry.list().some((language) => language.id === id && language.origin === "added");
        const check = await readLanguage(join(isAdded ? registry.home : dockerfiles, id), id);
        if (check.files.length === 0 || LANGUAGES.some(({ imageFolder }) => imageFolder === id))
          throw new SandpitError("not_found", `There is no language named ${JSON.stringify(id)} to show the files of.`);
        return check;
      },
      "languages.template": ({ id }) => checkLanguage(toTemplate(id)),
      "languages.check": ({ files }) => checkLanguage(files),
      async "languages.add"({ id, files }, { source, mayBuild = refuseToBuild }) {
        if (adding)
          throw new SandpitError("invalid_input", "A language is being added already. Wait for that, or cancel it.");
        adding = new AbortController();
        try {
          const added = await add({ id, files, mayBuild, signal: adding.signal });
          history.note("language.added", source, { id, label: added.language.label });
          return added;
        } finally {
          adding = null;
        }
      },
      "languages.cancel": () => {
        adding?.abort();
        return {};
      },
      async "languages.remove"({ folder }, { source }) {
        await registry.refresh();
        const language = registry.list().find(({ id }) => id === folder);
        if (language?.origin === "built-in")
          throw new SandpitError("invalid_input", `${language.label} came with Sandpit and cannot be removed.`);
        if (language) await removeImage(language.imageFolder);
        await registry.remove(folder);
        history.note("language.removed", source, { id: folder });
        return {};
      },
    },
    close: () => adding?.abort(),
  };
}

/** For hosts in which the person cannot be asked. */
async function refuseToBuild(): Promise<never> {
  throw new SandpitError(
    "policy_forbids",
    "Files that did not come with Sandpit are built only from Sandpit's own window, which asks, or from the command line. Add the language there.",
  );
}
