import { SandpitError } from "#shared/errors.ts";
import type { Language } from "#shared/languages.ts";
import type { HandlersFor } from "../dispatcher.ts";
import type { Images } from "../engine/images.ts";
import type { EngineKeeper } from "../engine-keeper.ts";
import type { EventBus } from "../event-bus.ts";
import { verifyImages } from "../run/verify-images.ts";

export interface ImageCommandsOptions {
  keeper: EngineKeeper;
  images: Images;
  languages: readonly Language[];
  /** @throws SandpitError for an id that is not known. */
  languageOf: (id: string) => Language;
  events: Pick<EventBus, "emit">;
}

/** The images that programs run in. One build at a time. */
export interface ImageCommands {
  handlers: HandlersFor<"images.list" | "images.build" | "images.cancel" | "images.verify">;
  /** Cancels the build that is under way. */
  close(): void;
}

export function createImageCommands(options: ImageCommandsOptions): ImageCommands {
  const { keeper, images, languages, languageOf, events } = options;
  let build: AbortController | null = null;
  return {
    handlers: {
      async "images.list"() {
        return images.list((await keeper.located()).engine);
      },
      async "images.build"({ languages: wanted, noCache = false }) {
        if (build)
          throw new SandpitError("invalid_input", "Images are being built already. Wait for that, or cancel it.");
        const chosen = wanted ? wanted.map(languageOf) : languages;
        const engine = await keeper.require();
        build = new AbortController();
        try {
          await images.build(engine, chosen, { noCache, signal: build.signal });
        } finally {
          build = null;
          await keeper.room()?.empty();
          for (const status of await images.list(engine).catch(() => [])) events.emit("image.changed", status);
        }
        return images.list(engine);
      },
      "images.cancel": () => {
        build?.abort();
        return {};
      },
      async "images.verify"() {
        await keeper.require();
        const room = keeper.room();
        return room ? verifyImages(languages, room.backend.run) : [];
      },
    },
    close: () => build?.abort(),
  };
}
