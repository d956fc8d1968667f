import { useStore } from "zustand";
import { imageOfLanguage } from "../isolation/images-state.ts";
import { toIsolation } from "../isolation/isolation.ts";
import { useEntryLanguageId, useRun, useSession } from "../session/use-session.ts";
import { isAlive } from "./run-state.ts";

/** What has to be settled before the program in front can run: the engine, the image, or nothing. */
export type Obstacle = "engine" | "images" | null;

/** Finds the obstacle, if there is one. While a program runs, there is none worth showing. */
export function useObstacle(): Obstacle {
  const { stores } = useSession();
  const languageId = useEntryLanguageId();
  const language = useStore(stores.languages, ({ list }) => list.find(({ id }) => id === languageId));
  const isolation = useStore(stores.status, toIsolation);
  const engineIsMissing = useStore(stores.status, ({ status }) => status?.engine.state === "unavailable");
  const localIsChosen = useStore(stores.status, ({ status }) => status?.backendPolicy === "local");
  const dismissed = useStore(stores.view, (state) => state.engineCardDismissed);
  const building = useStore(stores.images, ({ build }) => build.running || build.failure !== null);
  const image = useStore(stores.images, (state) => imageOfLanguage(state, language));
  const alive = useRun(isAlive);
  const isIdle = useRun(({ phase }) => phase === "idle");
  // What became of the program stands before what the next one needs.
  const isLost = useRun((state) => state.phase === "refused" && state.hadStarted);
  if (alive || isLost) return null;
  if (isolation === "none") return "engine";
  if (isolation === "not_isolated") return engineIsMissing && !dismissed && !localIsChosen ? "engine" : null;
  if (isolation !== "isolated") return null;
  if (building) return "images";
  switch (image?.state) {
    case "missing":
    case "mismatched":
    case "incompatible":
      return "images";
    case "outdated":
      // It still runs: a reminder while there is nothing else to see, and nothing that stands before a program's output.
      return isIdle ? "images" : null;
    default:
      return null;
  }
}
