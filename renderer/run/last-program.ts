import type { Draft } from "#shared/workspace.ts";
import { toEntryDraft } from "../workspace/run-request.ts";
import type { WorkspaceState } from "../workspace/workspace-state.ts";
import type { RunState } from "./run-state.ts";

/** The draft that the last run started, where it is still open and still a program. */
export function toLastEntry(workspace: WorkspaceState, run: RunState): Draft | null {
  const open = withLastInFront(workspace, run);
  return (open && toEntryDraft(open)) ?? null;
}

/** The workspace as if the file that the last run started were in front; `null` where it is no program any more. */
export function withLastInFront(workspace: WorkspaceState, run: RunState): WorkspaceState | null {
  const draftId = run.phase === "idle" ? undefined : run.files[run.entry];
  if (draftId === undefined) return null;
  const open = { ...workspace, activeId: draftId };
  return toEntryDraft(open)?.id === draftId ? open : null;
}
