import { createStore, type StoreApi } from "zustand/vanilla";

/** The screens, in the rail's order, which is also that of their shortcuts. */
export const SCREEN_IDS = ["code", "monitor", "images", "doctor", "history", "insights", "settings"] as const;
export type ScreenId = (typeof SCREEN_IDS)[number];

/** What the window shows beyond its data. None of it survives a restart. */
export interface ViewState {
  screen: ScreenId;
  /** Asks the screen in front, unless it is the code screen, for its filter; a new object each time. */
  filterRequest: object | null;
  /** Position of the cursor in the editor, 1-based. */
  cursor: { line: number; column: number };
  /** A place to go to; a new object each time, so that the same place can be asked for twice. */
  jump: { draftId: string; line: number; column: number | null } | null;
  /** Asks the editor to take the focus or to open its search; a new object each time. */
  editorRequest: { kind: "focus" | "find" } | null;
  badgeOpen: boolean;
  /** The draft whose tab is being renamed. */
  renamingId: string | null;
  /** The draft that is to be closed although no file has its text. */
  closingId: string | null;
  /** Why the drafts are not on disk, or `null` where they are. */
  draftProblem: string | null;
  /** When the user last typed into the editor or clicked into it, on the page's clock. */
  editorUsedAtMs: number;
  /** Whether the user has put the "no engine" explanation away. */
  engineCardDismissed: boolean;
}

export type ViewStore = StoreApi<ViewState>;

/** The view of a window that has just opened. */
export function createViewStore(): ViewStore {
  return createStore<ViewState>(() => ({
    screen: "code",
    filterRequest: null,
    cursor: { line: 1, column: 1 },
    jump: null,
    editorRequest: null,
    badgeOpen: false,
    renamingId: null,
    closingId: null,
    draftProblem: null,
    editorUsedAtMs: 0,
    engineCardDismissed: false,
  }));
}
