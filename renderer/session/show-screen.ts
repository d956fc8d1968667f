import type { Session } from "./session.ts";
import type { ScreenId } from "./view-state.ts";

/** Brings a screen to the front. The code screen's editor gets the focus; the others take it to their title. */
export function showScreen({ stores }: Pick<Session, "stores">, screen: ScreenId): void {
  const { view } = stores;
  if (view.getState().screen === screen) return;
  view.setState(screen === "code" ? { screen, editorRequest: { kind: "focus" } } : { screen });
}

/** Shows these runs in the history: chosen, and the first of them open. Where none is left, that is told instead. */
export async function showRuns(session: Pick<Session, "stores" | "history">, seqs: readonly number[]): Promise<void> {
  if (await session.history.choose(seqs)) showScreen(session, "history");
}
