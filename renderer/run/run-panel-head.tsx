import { Copy, Eraser, PanelBottom, PanelRight } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useRun, useSession } from "../session/use-session.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { isAlive, type RunState } from "./run-state.ts";

/** The panel's name, what is going on, and what can be done with the output. */
export function RunPanelHead() {
  const { stores, run, setPreferences } = useSession();
  const state = useRun((current) => current);
  const side = useStore(stores.preferences, (preferences) => preferences.panelSide);
  const hasText = useStore(stores.output.store, ({ screen }) => screen.lineCount > 1 || screen.text() !== "");
  const alive = isAlive(state);
  return (
    <header className="run-panel__head">
      <h2 className="run-panel__title">Output</h2>
      {alive && <Progress state={state} />}
      <span className="run-panel__space" />
      <IconButton label="Copy output" disabled={!hasText} onClick={() => void run.copy()}>
        <Copy size={16} aria-hidden />
      </IconButton>
      <IconButton label="Clear output" disabled={alive || (!hasText && state.phase === "idle")} onClick={run.clear}>
        <Eraser size={16} aria-hidden />
      </IconButton>
      {side === "right" ? (
        <IconButton label="Move output below" onClick={() => setPreferences({ panelSide: "bottom" })}>
          <PanelBottom size={16} aria-hidden />
        </IconButton>
      ) : (
        <IconButton label="Move output to the right" onClick={() => setPreferences({ panelSide: "right" })}>
          <PanelRight size={16} aria-hidden />
        </IconButton>
      )}
    </header>
  );
}

function Progress({ state }: { state: Extract<RunState, { phase: "starting" | "running" | "stopping" }> }) {
  const seconds = useSecondsSince(state.startedAtMs);
  return (
    <span className="run-panel__progress">
      <span className="run-panel__pulse" aria-hidden />
      {toPhaseWords(state)}
      {seconds > 0 && ` · ${seconds} s`}
    </span>
  );
}

function toPhaseWords({ phase, waiting }: { phase: "starting" | "running" | "stopping"; waiting: boolean }): string {
  if (phase === "starting") return "Starting";
  if (phase === "stopping") return "Stopping";
  return waiting ? "Waiting for input" : "Running";
}

function useSecondsSince(startMs: number): number {
  const [now, setNow] = useState(startMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - startMs) / 1_000));
}
