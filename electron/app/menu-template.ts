import type { MenuItemConstructorOptions } from "electron";
import type { Preferences } from "#shared/preferences.ts";
import type { FileRef, MenuCommand } from "#shared/workspace.ts";

export interface MenuOptions {
  platform: NodeJS.Platform;
  /** Developer tools belong to development only. */
  isPackaged: boolean;
  recent: readonly FileRef[];
  theme: Preferences["theme"];
  /** Whether the policy of this computer has decided it. */
  isThemeLocked: boolean;
  isFontSizeLocked: boolean;
  choose: (command: MenuCommand) => void;
  openRecent: (handle: string) => void;
  clearRecent: () => void;
  showLog: () => void;
}

const SEPARATOR: MenuItemConstructorOptions = { type: "separator" };

/** The application menu, in the order and with the names that each system's users look for. */
export function toMenuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { platform, choose, showLog } = options;
  const isMac = platform === "darwin";
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    click: () => choose(command),
    ...(accelerator === undefined ? {} : { accelerator }),
  });

  const file: MenuItemConstructorOptions[] = [
    item("New", "file.new", "CmdOrCtrl+N"),
    item("Open…", "file.open", "CmdOrCtrl+O"),
    { label: "Open Recent", submenu: toRecentMenu(options) },
    SEPARATOR,
    item("Save", "file.save", "CmdOrCtrl+S"),
    item("Save As…", "file.saveAs", "CmdOrCtrl+Shift+S"),
    SEPARATOR,
    item("Close Tab", "file.closeTab", "CmdOrCtrl+W"),
    item("Reopen Closed Tab", "file.reopenTab", "CmdOrCtrl+Shift+T"),
    ...(isMac ? [{ role: "close", label: "Close Window", accelerator: "Cmd+Shift+W" } as const] : []),
    ...(isMac ? [] : [SEPARATOR, quit(platform)]),
  ];
  const edit: MenuItemConstructorOptions[] = [
    { role: "undo" },
    { role: "redo" },
    SEPARATOR,
    { role: "cut" },
    { role: "copy" },
    { role: "paste" },
    { role: "selectAll" },
    SEPARATOR,
    item("Find…", "edit.find", "CmdOrCtrl+F"),
  ];
  const run: MenuItemConstructorOptions[] = [
    item("Run", "run.start", "CmdOrCtrl+Enter"),
    item("Stop", "run.stop", "CmdOrCtrl+."),
    SEPARATOR,
    item("Clear Output", "run.clear", "CmdOrCtrl+L"),
  ];
  const help: MenuItemConstructorOptions[] = [
    item("How Programs Are Isolated", "help.isolation"),
    { label: "Show the Log", click: showLog },
    ...(isMac ? [] : [SEPARATOR, { role: "about" } as const]),
  ];
  return [
    ...(isMac ? [{ role: "appMenu", submenu: toAppMenu(item) } as const] : []),
    { label: isMac ? "File" : "&File", submenu: file },
    { label: isMac ? "Edit" : "&Edit", submenu: edit },
    { label: isMac ? "View" : "&View", submenu: toViewMenu(options, item) },
    { label: isMac ? "Run" : "&Run", submenu: run },
    ...(isMac ? [{ role: "windowMenu" } as const] : []),
    { role: "help", label: isMac ? "Help" : "&Help", submenu: help },
  ];
}

type ToItem = (label: string, command: MenuCommand, accelerator?: string) => MenuItemConstructorOptions;

/** The menu with the application's name, which only macOS has; Electron's own knows no settings. */
function toAppMenu(item: ToItem): MenuItemConstructorOptions[] {
  return [
    { role: "about" },
    SEPARATOR,
    { ...item("Settings…", "view.settings", "Cmd+,"), id: "view.settings.app" },
    SEPARATOR,
    { role: "services" },
    SEPARATOR,
    { role: "hide" },
    { role: "hideOthers" },
    { role: "unhide" },
    SEPARATOR,
    { role: "quit" },
  ];
}

function toViewMenu(
  { platform, isPackaged, theme, isThemeLocked, isFontSizeLocked }: MenuOptions,
  item: ToItem,
): MenuItemConstructorOptions[] {
  const isMac = platform === "darwin";
  const themeItem = (label: string, value: Preferences["theme"]): MenuItemConstructorOptions => ({
    ...item(label, `view.theme.${value}`),
    type: "radio",
    checked: theme === value,
    enabled: !isThemeLocked,
  });
  const fontItem = (...args: Parameters<typeof item>): MenuItemConstructorOptions => ({
    ...item(...args),
    enabled: !isFontSizeLocked,
  });
  const development: MenuItemConstructorOptions[] = [SEPARATOR, { role: "reload" }, { role: "toggleDevTools" }];
  return [
    item("Code", "view.code", "CmdOrCtrl+1"),
    item("Monitor", "view.monitor", "CmdOrCtrl+2"),
    item("Images", "view.images", "CmdOrCtrl+3"),
    item("Doctor", "view.doctor", "CmdOrCtrl+4"),
    item("History", "view.history", "CmdOrCtrl+5"),
    item("Insights", "view.insights", "CmdOrCtrl+6"),
    item("Settings", "view.settings", "CmdOrCtrl+7"),
    ...(isMac ? [] : [{ ...item("Settings", "view.settings", "Ctrl+,"), id: "view.settings.comma", visible: false }]),
    SEPARATOR,
    item("Move Run Panel", "view.panelSide"),
    SEPARATOR,
    fontItem("Larger Text", "view.fontLarger", "CmdOrCtrl+Plus"),
    // The key that is labelled "=+" on most keyboards, without Shift.
    { ...fontItem("Larger Text", "view.fontLarger", "CmdOrCtrl+="), id: "view.fontLarger.plain", visible: false },
    fontItem("Smaller Text", "view.fontSmaller", "CmdOrCtrl+-"),
    fontItem("Normal Text Size", "view.fontReset", "CmdOrCtrl+0"),
    SEPARATOR,
    {
      label: "Theme",
      submenu: [themeItem("System", "system"), themeItem("Light", "light"), themeItem("Dark", "dark")],
    },
    SEPARATOR,
    { role: "togglefullscreen" },
    ...(isPackaged ? [] : development),
  ];
}

function toRecentMenu({ recent, openRecent, clearRecent }: MenuOptions): MenuItemConstructorOptions[] {
  if (recent.length === 0) return [{ label: "No Recent Files", enabled: false }];
  return [
    ...recent.map(({ displayPath, handle }) => ({
      // A single ampersand would underline the letter behind it.
      label: displayPath.replaceAll("&", "&&"),
      click: () => openRecent(handle),
    })),
    SEPARATOR,
    { label: "Clear Recent", click: clearRecent },
  ];
}

const quit = (platform: NodeJS.Platform): MenuItemConstructorOptions =>
  platform === "win32" ? { role: "quit", label: "Exit" } : { role: "quit" };
