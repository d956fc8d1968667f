import { Monitor, Moon, Sun } from "lucide-react";
import { useStore } from "zustand";
import { toNextTheme } from "../preferences/theme.ts";
import { useSession } from "../session/use-session.ts";
import { IconButton } from "../ui/icon-button.tsx";

const THEMES = {
  system: { name: "as the system", Icon: Monitor },
  light: { name: "light", Icon: Sun },
  dark: { name: "dark", Icon: Moon },
} as const;

/** Goes round the themes. */
export function ThemeSwitch() {
  const { stores, setPreferences } = useSession();
  const theme = useStore(stores.preferences, (state) => state.theme);
  const lockedBy = useStore(stores.settings, ({ entries }) => entries?.["window.theme"]?.lockedBy ?? null);
  const next = toNextTheme(theme);
  const { name, Icon } = THEMES[theme];
  return (
    <IconButton
      label={`Theme: ${name}. ${lockedBy === null ? `Change to ${THEMES[next].name}` : `Locked by ${lockedBy}`}`}
      disabled={lockedBy !== null}
      className="status-bar__theme"
      onClick={() => setPreferences({ theme: next })}
    >
      <Icon size={16} aria-hidden />
    </IconButton>
  );
}
