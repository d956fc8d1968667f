import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { LocatedError, RunState } from "../run/run-state.ts";
import { toEntryDraft } from "../workspace/run-request.ts";
import { activeDraft, type WorkspaceState } from "../workspace/workspace-state.ts";
import type { Session } from "./session.ts";

export const SessionContext = createContext<Session | null>(null);

/** The window's session. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("No session around this component.");
  return session;
}

/** Part of what is open. */
export function useWorkspace<T>(select: (state: WorkspaceState) => T): T {
  return useStore(useSession().stores.workspace, select);
}

/** The language of the draft in front; not the draft itself, so that the component is not drawn at every keystroke. */
export function useActiveLanguageId(): string | undefined {
  return useWorkspace((state) => activeDraft(state)?.language);
}

/** The language of the program that Run runs, which is not the draft in front where that holds data. */
export function useEntryLanguageId(): string | undefined {
  return useWorkspace((state) => toEntryDraft(state)?.language);
}

/** Part of the run in the panel. */
export function useRun<T>(select: (state: RunState) => T): T {
  return useStore(useSession().stores.run, select);
}

/** The error that the last run ended with, while its verdict stands. */
export function selectError(state: RunState): LocatedError | null {
  return state.phase === "finished" ? state.error : null;
}
