import { Package } from "lucide-react";
import { useStore } from "zustand";
import type { ImageStatus } from "#shared/images.ts";
import { useEntryLanguageId, useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { BuildLog } from "./build-log.tsx";
import { BuildProgressView } from "./build-progress-view.tsx";
import { imageOfLanguage } from "./images-state.ts";
import "./setup.css";

/** What the card is about, for a language by its name. */
function toTitle(state: ImageStatus["state"] | undefined, label: string): string {
  switch (state) {
    case "missing":
      return `${label} is not set up yet`;
    case "outdated":
      return `There is a newer set-up for ${label}`;
    case "mismatched":
    case "incompatible":
      return `${label} has to be set up again`;
    default:
      return `${label} is ready`;
  }
}

/** Where a language's image cannot be used: the offer to build it, and the build itself. */
export function ImagesCard() {
  const { stores, isolation } = useSession();
  const build = useStore(stores.images, (state) => state.build);
  const languageId = useEntryLanguageId();
  const language = useStore(stores.languages, ({ list }) => list.find(({ id }) => id === languageId));
  const image = useStore(stores.images, (state) => imageOfLanguage(state, language));
  const others = useStore(
    stores.images,
    ({ images }) => (images ?? []).filter(({ state }) => state !== "ready").length,
  );

  if (build.running) return <BuildProgressView />;
  // That it is missing says the title; of an image that is there, the core knows what is wrong with it.
  const problem = build.failure?.message ?? (image?.state === "missing" ? null : image?.message);
  return (
    <section className="setup" aria-label="Set up languages">
      <Package className="setup__icon" size={32} strokeWidth={1.5} aria-hidden />
      <h3 className="setup__title">
        {build.failure ? "The set-up did not work" : toTitle(image?.state, language?.label ?? "This language")}
      </h3>
      {!build.failure && (
        <p className="setup__text">
          Programs run in an image that holds the language and nothing else. It is built once, which takes a minute or
          two and may need the internet. After that, everything works offline.
        </p>
      )}
      {problem && (
        <div className="setup__problem" role={build.failure ? "alert" : undefined}>
          <p>{problem}</p>
        </div>
      )}
      <div className="setup__actions">
        <Button tone="primary" onClick={() => void isolation.buildImages()}>
          {toButtonLabel(build.failure !== null, others)}
        </Button>
        {others > 1 && language && !build.failure && (
          <Button tone="quiet" onClick={() => void isolation.buildImages([language.id])}>
            Only {language.label}
          </Button>
        )}
      </div>
      {build.failure && (
        <details className="details setup__details">
          <summary>What the build said</summary>
          <BuildLog />
        </details>
      )}
    </section>
  );
}

function toButtonLabel(again: boolean, count: number): string {
  if (again) return "Try again";
  return count > 1 ? "Build images" : "Build image";
}
