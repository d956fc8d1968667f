import type { Failure } from "#shared/errors.ts";
import type { BuildProgress, ImageStatus } from "#shared/images.ts";
import type { Language } from "#shared/languages.ts";
import { addProgress, beginBuilds, type FolderBuilds, toFolderPercent } from "../images/folder-builds.ts";

const MAX_LOG_LINES = 500;

export interface ImagesState {
  /** `null` until they were listed. */
  images: readonly ImageStatus[] | null;
  build: {
    running: boolean;
    cancelling: boolean;
    /** The images being built, in order. */
    tags: readonly string[];
    /** The one that is being built now; `null` before the engine has said anything. */
    activeTag: string | null;
    progress: Readonly<Record<string, BuildProgress>>;
    log: readonly { id: number; text: string }[];
    failure: Failure | null;
  };
  /** What the last build of each image said, by folder. */
  builds: FolderBuilds;
}

export type ImagesAction =
  | { type: "listed"; images: readonly ImageStatus[] }
  | { type: "changed"; image: ImageStatus }
  | { type: "buildBegun"; tags: readonly string[] }
  | { type: "progressed"; progress: BuildProgress }
  /** A language is being added: what an earlier try said is over. */
  | { type: "addingBegun"; folder: string }
  | { type: "cancelling" }
  | { type: "buildEnded"; failure: Failure | null };

const NO_BUILD: ImagesState["build"] = {
  running: false,
  cancelling: false,
  tags: [],
  activeTag: null,
  progress: {},
  log: [],
  failure: null,
};
export const UNKNOWN_IMAGES: ImagesState = { images: null, build: NO_BUILD, builds: {} };

/** Every change of what the window knows about the images. */
export function reduceImages(state: ImagesState, action: ImagesAction): ImagesState {
  switch (action.type) {
    case "listed":
      return { ...state, images: action.images };
    case "changed": {
      const others = (state.images ?? []).filter(({ tag }) => tag !== action.image.tag);
      return { ...state, images: [...others, action.image] };
    }
    case "buildBegun": {
      const { tags } = action;
      const folders = (state.images ?? []).filter(({ tag }) => tags.includes(tag)).map(({ folder }) => folder);
      return {
        ...state,
        build: { ...NO_BUILD, running: true, tags },
        builds: beginBuilds(state.builds, folders),
      };
    }
    case "addingBegun":
      return { ...state, builds: beginBuilds(state.builds, [action.folder]) };
    case "progressed": {
      const { tag, text } = action.progress;
      const { build } = state;
      const tags = build.tags.includes(tag) ? build.tags : [...build.tags, tag];
      const id = (build.log.at(-1)?.id ?? 0) + 1;
      const log = text.trim() === "" ? build.log : [...build.log, { id, text: text.trimEnd() }].slice(-MAX_LOG_LINES);
      return {
        ...state,
        build: { ...build, tags, activeTag: tag, log, progress: { ...build.progress, [tag]: action.progress } },
        builds: addProgress(state.builds, action.progress),
      };
    }
    case "cancelling":
      return { ...state, build: { ...state.build, cancelling: true } };
    case "buildEnded": {
      // A build that the user has cancelled did not fail.
      const failure = action.failure?.code === "cancelled" ? null : action.failure;
      return { ...state, build: { ...state.build, running: false, cancelling: false, activeTag: null, failure } };
    }
  }
}

/** How far a build is, from 0 to 100: each image counts the same, and a step counts once it has begun the next. */
export function toBuildPercent({ tags, progress }: ImagesState["build"]): number {
  if (tags.length === 0) return 0;
  const active = tags.findLastIndex((tag) => tag in progress);
  const done = tags.reduce((sum, tag, index) => {
    const own = progress[tag];
    // Images are built one after the other, so those before the active one are ready.
    if (index < active) return sum + 1;
    return own ? sum + toFolderPercent({ progress: own }) / 100 : sum;
  }, 0);
  return Math.round((done / tags.length) * 100);
}

/** The image that a language runs in, if it is known. */
export function imageOfLanguage(state: ImagesState, language: Language | undefined): ImageStatus | undefined {
  return state.images?.find(
    ({ tag, languages }) => tag === language?.imageTag || languages.includes(language?.id ?? ""),
  );
}
