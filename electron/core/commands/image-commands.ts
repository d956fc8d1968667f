import type { CommandName } from "#shared/contract.ts";
import { SandpitError } from "#shared/errors.ts";
import type { ImageDetails, ImageStatus } from "#shared/images.ts";
import type { Language } from "#shared/languages.ts";
import type { HandlersFor } from "../dispatcher.ts";
import type { Engine } from "../engine/engine.ts";
import { toEngineFailure } from "../engine/engine-error.ts";
import { type Images, RECEIVER_LABEL } from "../engine/images.ts";
import { removeImage } from "../engine/remove-image.ts";
import type { EngineKeeper } from "../engine-keeper.ts";
import type { EventBus } from "../event-bus.ts";
import { type ImageVersions, readImageVersions } from "../run/image-versions.ts";
import type { SandboxLedger } from "../run/sandbox-ledger.ts";
import { verifyImages } from "../run/verify-images.ts";

export interface ImageCommandsOptions {
  keeper: EngineKeeper;
  images: Images;
  languages: () => readonly Language[];
  ledger: SandboxLedger;
  /** @throws SandpitError for an id that is not known. */
  languageOf: (id: string) => Language;
  events: Pick<EventBus, "emit">;
}

/** The images that programs run in. One build at a time. */
export interface ImageCommands {
  handlers: HandlersFor<Extract<CommandName, `images.${string}`>>;
  /** Images have come from elsewhere: what waits in the ones before is of no use any more. */
  changed(folders: readonly string[]): Promise<void>;
  /** Removes the image of a folder where there is an engine and an image. @throws SandpitError where it is in use. */
  removeIfThere(folder: string): Promise<void>;
  /** Cancels the build that is under way. */
  close(): void;
}

export function createImageCommands(options: ImageCommandsOptions): ImageCommands {
  const { keeper, images, languages, ledger, languageOf, events } = options;
  const versions = new Map<string, ImageVersions | null>();
  let build: AbortController | null = null;

  const tell = async (engine: Engine, folder: string): Promise<ImageStatus | null> => {
    const status = await images.status(engine, folder).catch(() => null);
    if (status) events.emit("image.changed", status);
    return status;
  };

  const existing = async (engine: Engine, folder: string) => {
    const status = await images.status(engine, folder);
    const details = status.id ? await engine.inspectImage(status.id) : null;
    if (!details) throw new SandpitError("not_found", `The image ${status.tag} is not there. Build it first.`);
    return { status, details };
  };

  const versionsOf = async (folder: string, { id, state }: ImageStatus): Promise<ImageVersions | null> => {
    const room = keeper.room();
    if (!id || !room || (state !== "ready" && state !== "outdated")) return null;
    const known = versions.get(id);
    if (known !== undefined) return known;
    const read = await readImageVersions(languages(), folder, room.backend.run).catch(() => null);
    if (read) versions.set(id, read);
    return read;
  };

  const refuse = (message: string): never => {
    throw new SandpitError("invalid_input", message);
  };

  const remove = async (engine: Engine, { status, details }: Awaited<ReturnType<typeof existing>>): Promise<void> => {
    if (build) refuse("Images are being built. Wait for that, or cancel it.");
    const isInUse = ledger
      .all()
      .some(({ spec, role, isRemoved }) => spec.Image === details.id && role === "running" && !isRemoved);
    if (isInUse) refuse(`A program is running in ${status.tag}. Stop it, then remove the image.`);
    for (let attempt = 1; ; attempt += 1) {
      await keeper.room()?.empty();
      await keeper.room()?.settled();
      try {
        await removeImage(engine, status.tag, details.id);
        break;
      } catch (error) {
        // The end of a run may just have had another sandbox started.
        if (attempt === 3) throw error;
      }
    }
    await images.forget(engine, status);
  };

  return {
    handlers: {
      async "images.list"() {
        return images.list((await keeper.located()).engine);
      },
      async "images.build"({ languages: wanted, noCache = false }) {
        if (build) refuse("Images are being built already. Wait for that, or cancel it.");
        const chosen = wanted ? wanted.map(languageOf) : languages();
        const mine = new AbortController();
        build = mine;
        try {
          const engine = await keeper.require();
          const onChanged = (folder: string) => void tell(engine, folder);
          try {
            await images.build(engine, chosen, { noCache, signal: mine.signal, onChanged });
          } finally {
            build = null;
            await keeper.room()?.empty();
            for (const status of await images.list(engine).catch(() => [])) events.emit("image.changed", status);
          }
          return await images.list(engine);
        } finally {
          if (build === mine) build = null;
        }
      },
      "images.cancel": () => {
        build?.abort();
        return {};
      },
      async "images.verify"() {
        await keeper.require();
        const room = keeper.room();
        return room ? verifyImages(languages(), room.backend.run) : [];
      },
      async "images.details"({ folder }): Promise<ImageDetails> {
        const engine = await keeper.require();
        const { status, details } = await existing(engine, folder);
        const layers = await engine.imageHistory(details.id).catch((error) => {
          throw toEngineFailure(error, "say what an image is made of");
        });
        const carried = await versionsOf(folder, status);
        return {
          ...{ tag: status.tag, id: details.id, sizeBytes: details.sizeBytes, createdAt: details.createdAt },
          baseImage: status.baseImage,
          baseVersion: carried?.base ?? null,
          interpreterVersion: carried?.interpreter ?? null,
          architecture: details.architecture,
          receiverVersion: details.labels[RECEIVER_LABEL] ?? null,
          layers,
        };
      },
      async "images.remove"({ folder }) {
        const engine = await keeper.require();
        await remove(engine, await existing(engine, folder));
        await tell(engine, folder);
        return images.list(engine);
      },
      "images.log": async ({ folder }) => ({ text: await images.log(folder) }),
    },
    async changed(folders) {
      if (folders.length === 0) return;
      await keeper.room()?.empty();
      const engine = await keeper.require();
      for (const folder of folders) await tell(engine, folder);
    },
    async removeIfThere(folder) {
      const { engine } = await keeper.located();
      const found = engine && (await existing(engine, folder).catch(() => null));
      if (found) await remove(engine, found);
    },
    close: () => build?.abort(),
  };
}
