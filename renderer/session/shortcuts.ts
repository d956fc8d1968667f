import type { Session } from "./session.ts";
import { showScreen } from "./show-screen.ts";
import { SCREEN_IDS } from "./view-state.ts";

interface Shortcut {
  matches(event: KeyboardEvent, mod: boolean): boolean;
  run(session: Session): void;
}

/**
 * Shortcuts of the page itself. Those for files belong to the application menu, which sends them as `menu.chosen`;
 * having them here too would do everything twice. Run, Stop and the screens may come from both, as none of them can happen twice.
 */
const SHORTCUTS: readonly Shortcut[] = [
  {
    matches: (event, mod) => (event.key === "Enter" && mod && !event.altKey) || (event.key === "F5" && !mod),
    run(session) {
      showScreen(session, "code");
      void session.run.start();
    },
  },
  { matches: (event, mod) => event.key === "." && mod, run: (session) => void session.run.stop() },
  ...SCREEN_IDS.map(
    (id, index): Shortcut => ({
      matches: (event, mod) => event.code === `Digit${index + 1}` && mod && !event.altKey && !event.shiftKey,
      run: (session) => showScreen(session, id),
    }),
  ),
];

export const isApple = /Mac|iP(hone|ad)/.test(navigator.platform);

/** How a shortcut is written on this system: `⌘Enter` or `Ctrl+Enter`. */
export function toShortcutLabel(key: string): string {
  return isApple ? `⌘${key}` : `Ctrl+${key}`;
}

/** Listens before the editor does, whose own bindings would take some of them. Returns the function that ends it. */
export function connectShortcuts(session: Session, page: Window): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    const shortcut = SHORTCUTS.find(({ matches }) => matches(event, isApple ? event.metaKey : event.ctrlKey));
    if (!shortcut || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) shortcut.run(session);
  };
  page.addEventListener("keydown", onKeyDown, { capture: true });
  return () => page.removeEventListener("keydown", onKeyDown, { capture: true });
}
