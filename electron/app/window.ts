import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { BrowserWindow, nativeTheme, screen } from "electron";
import writeFileAtomic from "write-file-atomic";
import { backgroundColour, readJson } from "./appearance.ts";
import { START_URL } from "./origin.ts";
import { fitWindow, MINIMUM_SIZE, toWindowState, type WindowState } from "./window-bounds.ts";

interface WindowOptions {
  home: string;
  preload: string;
  log: (line: string, error?: unknown) => void;
}

/** Opens the one window, where the user left it. It shows itself as soon as its page has something to show. */
export function openWindow({ home, preload, log }: WindowOptions): BrowserWindow {
  const statePath = join(home, "window.json");
  const state = toWindowState(readJson(statePath));
  const primary = screen.getPrimaryDisplay();
  const displays = [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)];

  const window = new BrowserWindow({
    ...fitWindow(
      state,
      displays.map(({ workArea }) => workArea),
    ),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    title: "Sandpit",
    show: false,
    backgroundColor: backgroundColour(nativeTheme.shouldUseDarkColors),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      // The page's code never changes between updates, so what V8 made of it is kept from the first start on.
      v8CacheOptions: "bypassHeatCheck",
      // The dictionaries would come from the network.
      spellcheck: false,
    },
  });
  if (state?.maximised) window.maximize();
  window.once("ready-to-show", () => window.show());
  remember(window, (left) => save(statePath, home, left, log));
  window.loadURL(START_URL).catch((error: unknown) => log("The page did not load", error));
  return window;
}

const REMEMBER_AFTER_MS = 500;

/** Calls `keep` when the user has finished moving or resizing, and when the window closes. */
function remember(window: BrowserWindow, keep: (state: WindowState) => void): void {
  let timer: NodeJS.Timeout | undefined;
  const now = (): void => {
    clearTimeout(timer);
    if (!window.isDestroyed()) keep({ bounds: window.getNormalBounds(), maximised: window.isMaximized() });
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(now, REMEMBER_AFTER_MS);
  };
  window.on("resize", soon);
  window.on("move", soon);
  window.on("close", now);
}

/** Synchronous: when the window closes, the application may end before anything else gets its turn. */
function save(path: string, home: string, state: WindowState, log: WindowOptions["log"]): void {
  try {
    mkdirSync(home, { recursive: true });
    writeFileAtomic.sync(path, JSON.stringify(state));
  } catch (error) {
    log("The window's place could not be saved", error);
  }
}
