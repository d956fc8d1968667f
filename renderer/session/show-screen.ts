import type { Session } from "./session.ts";
import type { ScreenId } from "./view-state.ts";

/** Brings a screen to the front. The code screen's editor gets the focus; the others take it to their title. */
export function showScreen({ stores }: Pick<Session, "stores">, screen: ScreenId): void {
  const { view } = stores;
  if (view.getState().screen === screen) return;
  view.setState(screen === "code" ? { screen, editorRequest: { kind: "focus" } } : { screen });
}

/** Shows these runs in the history: chosen, and the first of them open. */
export function showRuns(session: Pick<Session, "stores" | "history">, seqs: readonly number[]): void {
  const { stores, history } = session;
  const [first] = seqs;
  if (first === undefined) return;
  stores.history.dispatch({ type: "filtered", filter: {}, period: "" });
  stores.history.dispatch({ type: "selected", seqs, on: true });
  showScreen(session, "history");
  void history.open(first);
}
