import { Play, ShieldOff, Square } from "lucide-react";
import { useStore } from "zustand";
import { toIsolation } from "../isolation/isolation.ts";
import { toShortcutLabel } from "../session/shortcuts.ts";
import { useRun, useSession, useWorkspace } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { toEntryDraft } from "../workspace/run-request.ts";
import { isAlive } from "./run-state.ts";

/** Run, or Stop while something runs. It says so where the program would not be isolated. */
export function RunButton() {
  const { stores, run } = useSession();
  const isolation = useStore(stores.status, toIsolation);
  const phase = useRun((state) => state.phase);
  const alive = useRun(isAlive);
  const canRun = useWorkspace((state) => toEntryDraft(state) !== undefined);

  if (alive) {
    return (
      <Button
        className="run-button"
        disabled={phase === "stopping"}
        title={toShortcutLabel(".")}
        // The second half of a double click on Run is not meant to stop.
        onClick={(event) => event.detail < 2 && void run.stop()}
      >
        <Square size={16} fill="currentColor" aria-hidden />
        {phase === "stopping" ? "Stopping…" : "Stop"}
      </Button>
    );
  }
  const insecure = isolation === "not_isolated";
  return (
    <Button
      tone={insecure ? "danger" : "primary"}
      className="run-button"
      disabled={!canRun || isolation === "none"}
      title={`${toShortcutLabel("Enter")} or F5`}
      onClick={() => void run.start()}
    >
      {insecure ? <ShieldOff size={16} aria-hidden /> : <Play size={16} fill="currentColor" aria-hidden />}
      {insecure ? "Run without isolation" : "Run"}
    </Button>
  );
}
