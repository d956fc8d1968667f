import { useStore } from "zustand";
import { toShortcutLabel } from "../session/shortcuts.ts";
import { showScreen } from "../session/show-screen.ts";
import { useSession } from "../session/use-session.ts";
import { SCREENS } from "./screens.ts";

/** The way between the screens; where there is only one, there is nowhere to go. */
export function Rail() {
  const session = useSession();
  const { stores } = session;
  const current = useStore(stores.view, (state) => state.screen);
  if (SCREENS.length < 2) return null;
  return (
    <nav className="rail" aria-label="Screens">
      {SCREENS.map(({ id, label, icon: Icon }, index) => (
        <button
          key={id}
          type="button"
          className="rail__button"
          aria-current={id === current ? "page" : undefined}
          title={`${label} (${toShortcutLabel(String(index + 1))})`}
          onClick={() => showScreen(session, id)}
        >
          <Icon size={20} aria-hidden />
          {label}
        </button>
      ))}
    </nav>
  );
}
