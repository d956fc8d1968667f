import { join } from "node:path";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { bundleRefusal } from "./bundle-fault.ts";
import type { BundledText, CheckedBundle } from "./check-bundle.ts";
import { clearStaging, placeFolder } from "./place-folder.ts";

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

export function createLanguageFolders({ home }: { home: string }): LanguageFolders {
  const isBuiltIn = (id: string) => LANGUAGES.some((language) => language.id === id);
  return {
    isBuiltIn,
    async read(languages) {
      return languages.map(({ id, entry, sample }) => ({
        kind: "sample" as const,
        ...{ id, name: entry, content: Buffer.from(sample) },
      }));
    },
    check({ manifest }) {
      const languages = manifest.languages.map(({ id }) => {
        const language = LANGUAGES.find((candidate) => candidate.id === id);
        if (!language) throw unusable(`it lists ${id}, and does not bring it`);
        return language;
      });
      for (const { tag, folder } of manifest.images) {
        if (!languages.some(({ imageTag, imageFolder }) => imageTag === tag && imageFolder === folder))
          throw unusable(`${tag} is the image of none of its languages`);
      }
      return languages;
    },
    async place(texts) {
      const staging = join(home, "importing");
      await clearStaging(staging);
      const samples = texts.filter(({ kind }) => kind === "sample");
      for (const id of new Set(samples.map((text) => text.id))) {
        const files = samples.filter((text) => text.id === id);
        await placeFolder(staging, join(home, "samples", id), files);
      }
    },
  };
}

const unusable = (why: string) =>
  bundleRefusal("forbidden_entry", `This bundle's languages cannot be used: ${why}. Nothing was loaded.`);
