import { join } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import type { BuildProgress, ImageStatus } from "#shared/images.ts";
import { type Language, RECEIVER_VERSION } from "#shared/languages.ts";
import type { ImageRef } from "#shared/run.ts";
import type { ImageRecords } from "../store/image-records.ts";
import { readBuildContext } from "./build-context.ts";
import type { Engine, ImageDetails } from "./engine.ts";
import { engineMessage, engineStatusCode, toEngineFailure } from "./engine-error.ts";

/** The label that carries the version of the hand-over that an image's receiver speaks. */
const RECEIVER_LABEL = "sandpit.receiver";

export interface ImagesOptions {
  languages: readonly Language[];
  /** The folder with one folder an image. */
  dockerfiles: string;
  records: ImageRecords;
  onProgress: (progress: BuildProgress) => void;
}

export interface Images {
  list(engine: Engine | null): Promise<ImageStatus[]>;
  /** Builds the images of these languages one after another. @throws SandpitError `image_build_failed`, `cancelled`. */
  build(
    engine: Engine,
    languages: readonly Language[],
    options: { noCache: boolean; signal: AbortSignal },
  ): Promise<void>;
  /** The image to run a language in, as last seen. @throws SandpitError `image_missing`. */
  known(engine: Engine, language: Language): Promise<ImageRef>;
  /** The same, asked of the engine now. */
  check(engine: Engine, language: Language): Promise<ImageRef>;
}

/** Builds the languages' images and remembers their ids, by which they are run: never by a tag, and never pulled. */
export function createImages({ languages, dockerfiles, records, onProgress }: ImagesOptions): Images {
  const confirmed = new Map<string, ImageRef>();
  const key = (engine: Engine, tag: string) => `${engine.identity.id} ${tag}`;
  const contextOf = (folder: string) => readBuildContext(join(dockerfiles, folder));
  const folders = () => [...new Map(languages.map((language) => [language.imageFolder, language.imageTag]))];

  const statusOf = async (engine: Engine | null, folder: string, tag: string): Promise<ImageStatus> => {
    const users = languages.filter((language) => language.imageFolder === folder).map(({ id }) => id);
    const status = { folder, tag, languages: users, id: null, sizeBytes: null, createdAt: null, message: null };
    if (!engine) return { ...status, state: "unknown" };
    const record = await records.get(engine.identity.id, tag);
    const [tagged, recorded] = await Promise.all([engine.inspectImage(tag), record && engine.inspectImage(record.id)]);
    if (!record || !recorded)
      return { ...status, state: "missing", message: `The image ${tag} has not been built yet.` };
    const found = { ...status, id: recorded.id, sizeBytes: recorded.sizeBytes, createdAt: recorded.createdAt };
    if (tagged?.id !== recorded.id) {
      const message = `The image now called ${tag} is not the one that was built here, so it is not used.`;
      return { ...found, state: "mismatched", message };
    }
    const fault = faultOf(recorded);
    if (fault) return { ...found, state: "incompatible", message: `The image ${tag} ${fault}.` };
    const { digest } = await contextOf(folder);
    const changed = digest !== record.source;
    return changed
      ? { ...found, state: "outdated", message: `The Dockerfile of ${tag} has changed since it was built.` }
      : { ...found, state: "ready" };
  };

  const check = async (engine: Engine, language: Language): Promise<ImageRef> => {
    const { imageFolder: folder, imageTag: tag } = language;
    confirmed.delete(key(engine, tag));
    const status = await statusOf(engine, folder, tag).catch((error) => {
      throw toEngineFailure(error, "look up an image");
    });
    const usable = status.state === "ready" || status.state === "outdated";
    if (!usable || !status.id)
      throw new SandpitError(
        "image_missing",
        `${status.message ?? `The image ${tag} is missing.`} Build it, then run again.`,
        { details: { tag, state: status.state, language: language.id } },
      );
    const ref = { tag, id: status.id };
    confirmed.set(key(engine, tag), ref);
    return ref;
  };

  return {
    list: (engine) => Promise.all(folders().map(([folder, tag]) => statusOf(engine, folder, tag))),
    async build(engine, wanted, { noCache, signal }) {
      for (const [folder, tag] of new Map(wanted.map((language) => [language.imageFolder, language.imageTag]))) {
        const context = await contextOf(folder);
        const progress = createProgress(tag, onProgress);
        const id = await engine
          .build({
            context: context.tar,
            tag,
            labels: { "sandpit.source": context.digest },
            noCache,
            signal,
            onText: progress,
          })
          .catch((error) => {
            if (error instanceof SandpitError && error.code === "cancelled") throw error;
            // An answer is the engine's word on the build, such as an unreadable Dockerfile; no answer is another matter.
            const answered = error instanceof SandpitError || engineStatusCode(error) !== null;
            throw answered ? explainBuild(tag, error) : toEngineFailure(error, `build ${tag}`);
          });
        await records.set(engine.identity.id, tag, { id, source: context.digest, builtAt: new Date().toISOString() });
        confirmed.delete(key(engine, tag));
      }
    },
    known: async (engine, language) => confirmed.get(key(engine, language.imageTag)) ?? check(engine, language),
    check,
  };
}

/** What makes an image unusable for this version of Sandpit, if anything does. */
function faultOf(image: ImageDetails): string | null {
  const version = image.labels[RECEIVER_LABEL];
  if (version !== String(RECEIVER_VERSION)) return `was built for another version of Sandpit`;
  if (image.user === "" || /^(0|root)\b/.test(image.user)) return "runs as the administrator";
  return null;
}

/** Turns the engine's build output into steps. Classic builder: `Step 3/8 : RUN …`. */
function createProgress(tag: string, onProgress: (progress: BuildProgress) => void): (text: string) => void {
  let step = 0;
  let steps = 0;
  return (text) => {
    const [, at, of] = /^Step (\d+)\/(\d+) :/.exec(text) ?? [];
    if (at && of) {
      step = Number(at);
      steps = Number(of);
    }
    onProgress({ tag, step, steps, text });
  };
}

function explainBuild(tag: string, error: unknown): SandpitError {
  const reason = engineMessage(error);
  const advice = /no space left/i.test(reason)
    ? "The disk is full. Free some space and build again."
    : /lookup|dial tcp|network|timeout|registry|pull access|manifest/i.test(reason)
      ? "The base image could not be downloaded. Check the internet connection, or import an image, and build again."
      : /dockerfile parse error/i.test(reason)
        ? "Correct that line of the Dockerfile and build again."
        : "Look at the build's log for the step that failed.";
  return new SandpitError(
    "image_build_failed",
    `The image ${tag} could not be built: ${reason}${/[.!?]$/.test(reason) ? "" : "."} ${advice}`,
    {
      cause: error,
    },
  );
}
