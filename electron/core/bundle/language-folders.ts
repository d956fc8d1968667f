import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import { MAX_LANGUAGE_FILES } from "#shared/language-folder.ts";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { checkLanguage } from "../languages/check-language.ts";
import { readLanguageFolder } from "../languages/read-folder.ts";
import type { LanguageRegistry } from "../languages/registry.ts";
import { bundleRefusal } from "./bundle-fault.ts";
import { maxBytesOf } from "./bundle-format.ts";
import type { BundledText, CheckedBundle } from "./check-bundle.ts";
import { clearStaging, type PlacedFile, placeFolder } from "./place-folder.ts";

/** What a bundle carries beside images: the folders of added languages, and sample programs. */
export interface LanguageFolders {
  isBuiltIn(id: string): boolean;
  /** What goes into a bundle with these languages. */
  read(languages: readonly Language[]): Promise<BundledText[]>;
  /** The languages that a bundle brings. @throws SandpitError where one is broken, or an image belongs to none. */
  check(bundle: Pick<CheckedBundle, "manifest" | "texts">): Language[];
  /** Puts folders and samples in place. */
  place(texts: readonly BundledText[]): Promise<void>;
}

interface LanguageFoldersOptions {
  home: string;
  registry: Pick<LanguageRegistry, "home" | "folderOf" | "refresh">;
}

export function createLanguageFolders({ home, registry }: LanguageFoldersOptions): LanguageFolders {
  const isBuiltIn = (id: string) => LANGUAGES.some((language) => language.id === id);

  const readFolder = async ({ id, imageFolder }: Language): Promise<BundledText[]> => {
    const { files } = await readLanguageFolder(registry.folderOf(imageFolder));
    return files.map(({ name, content }) => ({ kind: "language", id, name, content: Buffer.from(content) }));
  };

  return {
    isBuiltIn,
    async read(languages) {
      const folders = await Promise.all(languages.filter(({ id }) => !isBuiltIn(id)).map(readFolder));
      const texts = [...folders.flat(), ...languages.map(toSample)];
      const tooLong = texts.find(({ kind, id, name }) => maxBytesOf(`${kind}s/${id}/${name}`) === null);
      if (tooLong) {
        const { name, id } = tooLong;
        throw new SandpitError(
          "invalid_input",
          `The file name ${name} in the folder of ${id} is too long for a bundle. Shorten it.`,
        );
      }
      return texts;
    },
    check({ manifest, texts }) {
      const languages = manifest.languages.map(({ id }) => {
        const builtIn = LANGUAGES.find((candidate) => candidate.id === id);
        return builtIn ?? checkFolder(id, texts);
      });
      const stray = texts.find(
        ({ kind, id }) => !languages.some((own) => own.id === id) || (kind === "language" && isBuiltIn(id)),
      );
      if (stray) throw unusable(`it brings files for ${stray.id}, which it does not list`);
      for (const { tag, folder } of manifest.images) {
        if (!languages.some(({ imageTag, imageFolder }) => imageTag === tag && imageFolder === folder))
          throw unusable(`${tag} is the image of none of its languages`);
      }
      const bare = languages.find(({ imageTag }) => !manifest.images.some(({ tag }) => tag === imageTag));
      if (bare) throw unusable(`the image of ${bare.label} is missing`);
      return languages;
    },
    async place(texts) {
      const staging = join(home, "importing");
      await clearStaging(staging);
      for (const [id, files] of groupById(texts, "language"))
        await placeFolder(staging, join(registry.home, id), files);
      for (const [id, files] of groupById(texts, "sample")) {
        const target = join(home, "samples", id);
        // What is there under other names came with other bundles.
        await placeFolder(staging, target, [...(await readOthers(target, files)), ...files]);
      }
      await registry.refresh();
    },
  };
}

function groupById(texts: readonly BundledText[], kind: BundledText["kind"]): Map<string, BundledText[]> {
  const groups = new Map<string, BundledText[]>();
  for (const text of texts) if (text.kind === kind) groups.set(text.id, [...(groups.get(text.id) ?? []), text]);
  return groups;
}

async function readOthers(folder: string, files: readonly PlacedFile[]): Promise<PlacedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const others = entries.filter((entry) => entry.isFile() && !files.some(({ name }) => name === entry.name));
  return Promise.all(others.map(async ({ name }) => ({ name, content: await readFile(join(folder, name)) })));
}

function toSample({ id, entry, extensions, sample }: Language): BundledText {
  const isPlain = maxBytesOf(`samples/${id}/${entry}`) !== null;
  return { kind: "sample", id, name: isPlain ? entry : `main${extensions[0] ?? ""}`, content: Buffer.from(sample) };
}

/** The language that a bundle's folder describes, by the rules for every folder. */
function checkFolder(id: string, texts: readonly BundledText[]): Language {
  const own = texts.filter((text) => text.kind === "language" && text.id === id);
  if (own.length > MAX_LANGUAGE_FILES) throw unusable(`the folder of ${id} has too many files`);
  const files = own.map(({ name, content }) => ({ name, content: toText(id, name, content) }));
  const { language, faults } = checkLanguage(files);
  if (language?.id === id) return language;
  const [first] = faults;
  const why = first ? `${first.file ? `${first.file}: ` : ""}${first.message}` : "it describes another language";
  throw unusable(`the folder of ${id} is broken (${why.replace(/\.$/, "")})`);
}

function toText(id: string, name: string, content: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw unusable(`${name} in the folder of ${id} is no text`);
  }
}

const unusable = (why: string) =>
  bundleRefusal("forbidden_entry", `This bundle's languages cannot be used: ${why}. Nothing was loaded.`);
