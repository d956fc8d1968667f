import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import type { BuildFailure, BuildProgress, ImageState, ImageStatus } from "#shared/images.ts";
import { type Language, RECEIVER_VERSION } from "#shared/languages.ts";
import { STALE_IMAGE_DAYS } from "#shared/monitor-limits.ts";
import type { ImageRef } from "#shared/run.ts";
import type { ImageRecords } from "../store/image-records.ts";
import { readBuildContext } from "./build-context.ts";
import { BuildFailedError, buildImage } from "./build-image.ts";
import { createBuildLogs } from "./build-log.ts";
import { parseDockerfile, toBaseImage } from "./dockerfile.ts";
import type { Engine, ImageDetails } from "./engine.ts";
import { toEngineFailure } from "./engine-error.ts";

/** The label that carries the version of the hand-over that an image's receiver speaks. */
export const RECEIVER_LABEL = "sandpit.receiver";

const DAY_MS = 24 * 60 * 60_000;

export interface ImagesOptions {
  languages: () => readonly Language[];
  /** Where the image of this name is built from. */
  folderOf: (folder: string) => string;
  /** Where the logs of builds are kept. */
  logFolder: string;
  records: ImageRecords;
  onProgress: (progress: BuildProgress) => void;
  now?: () => number;
}

/** What is found of an image on an engine. */
interface FoundState extends Partial<ImageStatus> {
  state: ImageState;
}

export interface Images {
  list(engine: Engine | null): Promise<ImageStatus[]>;
  /** @throws SandpitError `invalid_input` for a folder that is none. */
  status(engine: Engine | null, folder: string): Promise<ImageStatus>;
  /** Builds the images of these languages one after another, without the cache what is too old. @throws SandpitError `image_build_failed`, `cancelled`. */
  build(
    engine: Engine,
    languages: readonly Language[],
    options: { noCache: boolean; signal: AbortSignal; onChanged: (folder: string) => void },
  ): Promise<void>;
  /** Everything that the last build of an image had to say. */
  log(folder: string): Promise<string>;
  /** The image to run a language in, as last seen. @throws SandpitError `image_missing`. */
  known(engine: Engine, language: Language): Promise<ImageRef>;
  /** The same, asked of the engine now. */
  check(engine: Engine, language: Language): Promise<ImageRef>;
  /** The image was removed, or is about to be. */
  forget(engine: Engine, image: { folder: string; tag: string }): Promise<void>;
  /** An image that was built elsewhere has come to the engine; it counts as built here from now on. */
  adopt(engine: Engine, folder: string, image: { id: string; source: string }): Promise<void>;
}

const ON_OLD_BASE =
  "When it was made anew, no newer base image could be had, so it may lack security updates. Rebuild it where there is internet.";

/** Builds the languages' images and remembers their ids, by which they are run: never by a tag, and never pulled. */
export function createImages(options: ImagesOptions): Images {
  const { languages, folderOf, logFolder, records, onProgress, now = Date.now } = options;
  const confirmed = new Map<string, ImageRef>();
  const failures = new Map<string, BuildFailure>();
  const building = new Set<string>();
  const logs = createBuildLogs(logFolder);
  const key = (engine: Engine, tag: string) => `${engine.identity.id} ${tag}`;
  const folders = () => [...new Map(languages().map((language) => [language.imageFolder, language.imageTag]))];
  /** Whether what takes programs over is in the image. Else it comes from the host, and is always of our version. */
  const needsReceiver = (tag: string) =>
    languages().some(({ imageTag, receiver }) => imageTag === tag && receiver === "interpreter");
  const tagOf = (folder: string): string => {
    const tag = new Map(folders()).get(folder);
    if (tag) return tag;
    throw new SandpitError("invalid_input", `There is no image named ${JSON.stringify(folder.slice(0, 40))}.`);
  };

  const statusOf = async (engine: Engine | null, folder: string, tag: string): Promise<ImageStatus> => {
    const users = languages()
      .filter((language) => language.imageFolder === folder)
      .map(({ id }) => id);
    const dockerfile = await readFile(join(folderOf(folder), "Dockerfile"), "utf8").catch(() => "");
    const failure = failures.get(folder) ?? null;
    const status = {
      ...{ folder, tag, languages: users, baseImage: toBaseImage(parseDockerfile(dockerfile)), failure },
      ...{ id: null, sizeBytes: null, createdAt: null, stale: false, message: null },
    };
    const found = engine
      ? await stateOf(engine, folder, tag, needsReceiver(tag))
      : ({ state: "unknown" } satisfies FoundState);
    const { state } = found;
    if (building.has(folder)) return { ...status, ...found, state: "building", message: null };
    const isUsable = state === "ready" || state === "outdated" || state === "unknown";
    return failure && !isUsable
      ? { ...status, ...found, state: "failed", message: `${failure.message} ${failure.remedy}` }
      : { ...status, ...found };
  };

  const stateOf = async (engine: Engine, folder: string, tag: string, hasReceiver: boolean): Promise<FoundState> => {
    const record = await records.get(engine.identity.id, tag);
    const [tagged, recorded] = await Promise.all([engine.inspectImage(tag), record && engine.inspectImage(record.id)]);
    if (!record || !recorded) return { state: "missing", message: `The image ${tag} has not been built yet.` };
    const { id, sizeBytes, createdAt } = recorded;
    // An image that came out of the engine's cache is as old as its parts, whenever it was built last.
    const stale = now() - Date.parse(createdAt) > STALE_IMAGE_DAYS * DAY_MS;
    const found = { id, sizeBytes, createdAt, stale };
    if (tagged?.id !== recorded.id) {
      const message = `The image now called ${tag} is not the one that was built here, so it is not used.`;
      return { ...found, state: "mismatched", message };
    }
    const fault = faultOf(recorded, hasReceiver);
    if (fault) return { ...found, state: "incompatible", message: `The image ${tag} ${fault}.` };
    const { digest } = await readBuildContext(folderOf(folder));
    if (digest !== record.source)
      return { ...found, state: "outdated", message: `The Dockerfile of ${tag} has changed since it was built.` };
    return { ...found, state: "ready", ...(record.isOnOldBase && { message: ON_OLD_BASE }) };
  };

  const check = async (engine: Engine, language: Language): Promise<ImageRef> => {
    const { imageFolder: folder, imageTag: tag } = language;
    confirmed.delete(key(engine, tag));
    const status = await stateOf(engine, folder, tag, language.receiver === "interpreter").catch((error) => {
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
    status: async (engine, folder) => statusOf(engine, folder, tagOf(folder)),
    async build(engine, wanted, { noCache, signal, onChanged }) {
      for (const [folder, tag] of new Map(wanted.map((language) => [language.imageFolder, language.imageTag]))) {
        building.add(folder);
        failures.delete(folder);
        logs.begin(folder);
        onChanged(folder);
        try {
          // The cache would give the same old image back: one that is too old is always made anew.
          const isOld = (await stateOf(engine, folder, tag, needsReceiver(tag)).catch(() => null))?.stale === true;
          await buildImage({
            ...{ engine, path: folderOf(folder), folder, tag, noCache: noCache || isOld, signal, records },
            onProgress(progress) {
              logs.add(folder, progress.text);
              onProgress(progress);
            },
          });
        } catch (error) {
          if (error instanceof BuildFailedError) failures.set(folder, error.failure);
          if (error instanceof Error) logs.add(folder, error.message);
          throw error;
        } finally {
          building.delete(folder);
          confirmed.delete(key(engine, tag));
          // A log that cannot be written must not hide how the build ended.
          await logs.end(folder).catch(() => {});
          onChanged(folder);
        }
      }
    },
    log: async (folder) => {
      tagOf(folder);
      return logs.read(folder);
    },
    known: async (engine, language) => confirmed.get(key(engine, language.imageTag)) ?? check(engine, language),
    check,
    async forget(engine, { folder, tag }) {
      confirmed.delete(key(engine, tag));
      failures.delete(folder);
      await records.remove(engine.identity.id, tag);
    },
    async adopt(engine, folder, { id, source }) {
      const tag = tagOf(folder);
      await records.set(engine.identity.id, tag, { id, source, builtAt: new Date(now()).toISOString() });
      confirmed.delete(key(engine, tag));
      failures.delete(folder);
    },
  };
}

/** What makes an image unusable for this version of Sandpit, if anything does. */
function faultOf(image: ImageDetails, hasReceiver: boolean): string | null {
  const version = image.labels[RECEIVER_LABEL];
  if (hasReceiver && version !== String(RECEIVER_VERSION)) return `was built for another version of Sandpit`;
  if (image.user === "" || /^(0|root)\b/.test(image.user)) return "runs as the administrator";
  return null;
}
