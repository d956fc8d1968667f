import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import type { BuildFailure, BuildProgress } from "#shared/images.ts";
import type { ImageRecords } from "../store/image-records.ts";
import { readBuildContext } from "./build-context.ts";
import { createBuildFollow } from "./build-follow.ts";
import { parseDockerfile } from "./dockerfile.ts";
import type { BuildMessage, Engine } from "./engine.ts";
import { engineMessage, engineStatusCode, toEngineFailure } from "./engine-error.ts";
import { toBuildFailure } from "./explain-build.ts";

export interface BuildImageOptions {
  engine: Engine;
  /** Where the Dockerfile is. */
  path: string;
  folder: string;
  tag: string;
  /** Makes everything anew, on the newest base image that can be had. */
  noCache: boolean;
  signal: AbortSignal;
  records: Pick<ImageRecords, "set" | "addSteps">;
  onProgress: (progress: BuildProgress) => void;
}

/** A build that failed for a reason that the engine gave. */
export class BuildFailedError extends SandpitError {
  readonly failure: BuildFailure;

  constructor(tag: string, failure: BuildFailure, cause: unknown) {
    super("image_build_failed", `The image ${tag} could not be built. ${failure.message} ${failure.remedy}`, {
      cause,
      details: { ...failure },
    });
    this.failure = failure;
  }
}

/**
 * Builds one image and writes down its id.
 * @throws BuildFailedError with the engine's reason, put into words. SandpitError `cancelled`, `docker_unavailable`.
 */
export async function buildImage(options: BuildImageOptions): Promise<void> {
  const { engine, path, folder, tag, noCache, signal, records, onProgress } = options;
  const context = await readBuildContext(path);
  const follow = createBuildFollow();
  const say = (message: BuildMessage) => onProgress({ folder, tag, ...follow.take(message) });
  const build = (pull: boolean) =>
    engine.build({
      ...{ context: context.tar, tag, labels: { "sandpit.source": context.digest } },
      ...{ noCache, pull, signal, onMessage: say },
    });
  let isOnOldBase = false;
  try {
    const id = await build(noCache).catch((error: unknown) => {
      const isCancelled = error instanceof SandpitError && error.code === "cancelled";
      if (!noCache || isCancelled || !/^FROM\b/i.test(follow.position().instruction ?? "FROM")) throw error;
      // Without the internet, or with a base image that no registry has, the one that is here is better than none.
      say({
        text: `No newer base image could be had (${engineMessage(error)}). Using the one that is here.`,
        download: null,
      });
      isOnOldBase = true;
      return build(false);
    });
    const steps = await toFullIds(engine, follow.stepIds());
    const builtAt = new Date().toISOString();
    await records.set(engine.identity.id, tag, { id, source: context.digest, builtAt, steps, isOnOldBase });
  } catch (error) {
    await toFullIds(engine, follow.stepIds())
      .then((steps) => (steps.length > 0 ? records.addSteps(engine.identity.id, tag, steps) : undefined))
      .catch(() => {});
    if (error instanceof SandpitError && error.code === "cancelled") throw error;
    // An answer is the engine's word on the build, such as an unreadable Dockerfile; no answer is another matter.
    const answered = error instanceof SandpitError || engineStatusCode(error) !== null;
    if (!answered) throw toEngineFailure(error, `build ${tag}`);
    const dockerfile = parseDockerfile(await readFile(join(path, "Dockerfile"), "utf8").catch(() => ""));
    const { step, instruction } = follow.position();
    const reason = engineMessage(error);
    throw new BuildFailedError(
      tag,
      toBuildFailure({ reason, step, instruction, dockerfile, tail: follow.tail() }),
      error,
    );
  }
}

/** The builder names its steps by the first digits of their ids. */
async function toFullIds(engine: Engine, short: readonly string[]): Promise<string[]> {
  if (short.length === 0) return [];
  const images = await engine.listImages();
  return images
    .map(({ id }) => id)
    .filter((id) => short.some((digits) => id.replace(/^sha256:/, "").startsWith(digits)));
}
