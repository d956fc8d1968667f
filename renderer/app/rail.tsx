import { Monitor, Moon, Sun } from "lucide-react";
import { useStore } from "zustand";
import { toNextTheme } from "../preferences/theme.ts";
import { toShortcutLabel } from "../session/shortcuts.ts";
import { showScreen } from "../session/show-screen.ts";
import { useSession } from "../session/use-session.ts";
import { SCREENS } from "./screens.ts";

const THEMES = {
  system: { label: "Auto", name: "system", Icon: Monitor },
  light: { label: "Light", name: "light", Icon: Sun },
  dark: { label: "Dark", name: "dark", Icon: Moon },
} as const;

/** The way between the screens. */
export function Rail() {
  const session = useSession();
  const { stores } = session;
  const current = useStore(stores.view, (state) => state.screen);
  return (
    <nav className="rail" aria-label="Screens">
      <div className="rail__screens">
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
