/** A short message that needs no answer. */
export interface Notice {
  id: number;
  tone: "neutral" | "attention";
  text: string;
  action?: { label: string; run(): void };
}

export interface NoticesState {
  notices: readonly Notice[];
  nextId: number;
}

export type NoticesAction =
  | { type: "shown"; notice: Omit<Notice, "id"> }
  | { type: "dismissed"; id: number }
  /** The same is said where it belongs, by now. */
  | { type: "saidElsewhere"; texts: readonly (string | null)[] };

export const NO_NOTICES: NoticesState = { notices: [], nextId: 1 };

/** More than three would cover the work. */
const MAX_NOTICES = 3;

/** Shows and dismisses notices. The same text twice is one notice, shown anew. */
export function reduceNotices(state: NoticesState, action: NoticesAction): NoticesState {
  if (action.type === "dismissed") {
    return { ...state, notices: state.notices.filter(({ id }) => id !== action.id) };
  }
  if (action.type === "saidElsewhere") {
    return { ...state, notices: state.notices.filter(({ text }) => !action.texts.includes(text)) };
  }
  const others = state.notices.filter(({ text }) => text !== action.notice.text);
  const notices = [...others, { ...action.notice, id: state.nextId }].slice(-MAX_NOTICES);
  return { notices, nextId: state.nextId + 1 };
}
