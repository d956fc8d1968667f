import { useStore } from "zustand";
import { useSession } from "../session/use-session.ts";
import { SCREENS } from "./screens.ts";

/** The way between the screens; where there is only one, there is nowhere to go. */
export function Rail() {
  const { stores } = useSession();
  const current = useStore(stores.view, (state) => state.screen);
  if (SCREENS.length < 2) return null;
  return (
    <nav className="rail" aria-label="Screens">
      {SCREENS.map(({ id, label, icon: Icon }) => (
        <button
          key={id}
          type="button"
          className="rail__button"
          aria-current={id === current ? "page" : undefined}
          onClick={() => stores.view.setState({ screen: id })}
        >
          <Icon size={20} aria-hidden />
          {label}
        </button>
      ))}
    </nav>
  );
}
