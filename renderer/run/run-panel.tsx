import { useRef } from "react";
import { useStore } from "zustand";
import { EngineCard } from "../isolation/engine-card.tsx";
import { ImagesCard } from "../isolation/images-card.tsx";
import { useRun, useSession } from "../session/use-session.ts";
import { useKeptFocus } from "../ui/use-kept-focus.ts";
import { EmptyOutput } from "./empty-output.tsx";
import { FailureCard } from "./failure-card.tsx";
import { OutputView } from "./output-view.tsx";
import { RunPanelHead } from "./run-panel-head.tsx";
import { useObstacle } from "./use-obstacle.ts";
import { VerdictCard } from "./verdict-card.tsx";
import "./run-panel.css";

const itself = (panel: HTMLElement) => panel;

/** What the program does, or what stands between the user and the first run. */
export function RunPanel() {
  const { stores } = useSession();
  const panel = useRef<HTMLElement>(null);
  useKeptFocus(panel, itself);
  const phase = useRun((state) => state.phase);
  const isEmpty = useStore(stores.output.store, ({ screen }) => screen.lineCount === 1 && screen.text() === "");
  const obstacle = useObstacle();
  const code = useRun((state) => (state.phase === "refused" && !state.hadStarted ? state.failure.code : null));
  const showsOutput = (phase !== "idle" && phase !== "refused") || !isEmpty;
  // The card above says the same, and has the button for it.
  const isSaid =
    (obstacle === "images" && code === "image_missing") || (obstacle === "engine" && code === "docker_unavailable");
  return (
    <section className="run-panel" aria-label="Output" ref={panel} tabIndex={-1}>
      <RunPanelHead />
      {obstacle === "engine" && <EngineCard />}
      {obstacle === "images" && <ImagesCard />}
      {showsOutput && <OutputView />}
      {phase === "idle" && isEmpty && obstacle === null && <EmptyOutput />}
      {!isSaid && <FailureCard />}
      <VerdictCard />
    </section>
  );
}
