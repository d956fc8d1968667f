import { RotateCw, ShieldOff } from "lucide-react";
import { useStore } from "zustand";
import { toIsolation } from "../isolation/isolation.ts";
import { useRun, useSession, useWorkspace } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { toEntryDraft } from "../workspace/run-request.ts";
import { toLastEntry } from "./last-program.ts";

interface AgainButtonProps {
  /** What is done again: `Run` or `Try`. */
  verb: "Run" | "Try";
  /** Seconds until it is possible. */
  seconds?: number;
}

/** Runs the program of the last run once more, whatever is in front. It says so where it would not be isolated. */
export function AgainButton({ verb, seconds = 0 }: AgainButtonProps) {
  const { stores, run } = useSession();
  const isolation = useStore(stores.status, toIsolation);
  const state = useRun((current) => current);
  const name = useWorkspace((workspace) => toLastEntry(workspace, state)?.name);
  const isInFront = useWorkspace((workspace) => toEntryDraft(workspace)?.id === toLastEntry(workspace, state)?.id);
  if (state.phase === "idle") return null;
  if (name === undefined) {
    return <p className="verdict__gone">{state.entry} is no longer open here, so it cannot be run again.</p>;
  }
  const insecure = isolation === "not_isolated";
  const Icon = insecure ? ShieldOff : RotateCw;
  return (
    <Button
      size="small"
      tone={insecure ? "danger" : "plain"}
      disabled={isolation === "none" || seconds > 0}
      onClick={() => void run.startAgain()}
    >
      <Icon size={14} aria-hidden />
      <span>
        {verb}{" "}
        {!isInFront && (
          <>
            <span className="verdict__name">{name}</span>{" "}
          </>
        )}
        again
        {insecure && " without isolation"}
        {seconds > 0 && ` in ${seconds} s`}
      </span>
    </Button>
  );
}
