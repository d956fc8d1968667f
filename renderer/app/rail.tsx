import { Monitor, Moon, Sun } from "lucide-react";
import { useStore } from "zustand";
import { toNextTheme } from "../preferences/theme.ts";
import { useSession } from "../session/use-session.ts";
import { SCREENS } from "./screens.ts";

const THEMES = {
  system: { label: "Auto", name: "system", Icon: Monitor },
  light: { label: "Light", name: "light", Icon: Sun },
  dark: { label: "Dark", name: "dark", Icon: Moon },
} as const;

/** The way between the screens. */
export function Rail() {
  const { stores } = useSession();
  const current = useStore(stores.view, (state) => state.screen);
  return (
    <nav className="rail" aria-label="Screens">
      <div className="rail__screens">
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
      </div>
      <ThemeSwitch />
    </nav>
  );
}

function ThemeSwitch() {
  const { stores, setPreferences } = useSession();
  const theme = useStore(stores.preferences, (state) => state.theme);
  const { label, name, Icon } = THEMES[theme];
  return (
    <button
      type="button"
      className="rail__button"
      aria-label={`Theme: ${name}`}
      title={`Theme: ${name}. Click for ${THEMES[toNextTheme(theme)].name}.`}
      onClick={() => setPreferences({ theme: toNextTheme(theme) })}
    >
      <Icon size={20} aria-hidden />
      {label}
    </button>
  );
}
