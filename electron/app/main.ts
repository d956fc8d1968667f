import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { app, type BrowserWindow, nativeTheme, shell } from "electron";
import { resolveHome } from "../core/store/home.ts";
import { createLog } from "../core/store/log.ts";
import { backgroundColour, readTheme } from "./appearance.ts";
import { createCloseGuard } from "./close-guard.ts";
import { askForClosing } from "./dialogs.ts";
import { watchForFaults } from "./faults.ts";
import { guardContents, guardSession } from "./guard.ts";
import { connectPage, type Push } from "./ipc.ts";
import { toLaunchFiles, toNextLaunch, toSentFiles } from "./launch-files.ts";
import { showMenu } from "./menu.ts";
import type { MenuOptions } from "./menu-template.ts";
import { toDevServer } from "./policy.ts";
import { createPageServer, registerAppScheme, serveApp } from "./protocol.ts";
import { endCleanly } from "./quit.ts";
import type { Services } from "./services.ts";
import { openWindow } from "./window.ts";

const { isPackaged } = app;
const home = resolveHome(process.env, process.platform, homedir());
const logFolder = join(home, "logs");
const log = createLog({ folder: logFolder });
const devServer = toDevServer(process.env.SANDPIT_DEV_SERVER, isPackaged);

/** `dist/main`, where this file ends up. */
const here = import.meta.dirname;
/** A packaged application builds only what came with it. In development, Dockerfiles can be tried out elsewhere. */
const dockerfiles = isPackaged
  ? join(process.resourcesPath, "dockerfiles")
  : (process.env.SANDPIT_DOCKERFILES ?? join(here, "../../dockerfiles"));

let window: BrowserWindow | null = null;
const currentWindow = (): BrowserWindow | null => window;
let loadingServices: Promise<Services> | null = null;

const userData = join(home, "electron");
mkdirSync(userData, { recursive: true });
app.setName("Sandpit");
app.setPath("userData", userData);
// Chromium refuses to sandbox root, and some Linux systems cannot: only a user who says so on the command line goes without.
if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
// What a flood of output leaves behind in the page is mostly the young generation that V8 has grown for it and keeps.
const givenFlags = app.commandLine.getSwitchValue("js-flags");
app.commandLine.appendSwitch("js-flags", `${givenFlags} --max-semi-space-size=2`.trim());
registerAppScheme();
watchForFaults({ log, window: currentWindow, logFolder });
guardContents({ devServer, log });

const launchFiles = toLaunchFiles(process.argv, { isPackaged, cwd: process.cwd() });
if (app.requestSingleInstanceLock({ files: launchFiles })) start();
else app.quit();

function start(): void {
  // What the page begins with goes out first: loading the services would keep it waiting, and there is time for them
  // while the page compiles its scripts.
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const onBegun = (): void => void setImmediate(begin); // not before that last file was handed over
  const pageServer = createPageServer({ folder: join(here, "../renderer"), devServer, onBegun });
  let push: Push = () => {};

  const closeGuard = createCloseGuard({
    askPage: () => push("window.closing", {}),
    askUser: (problem) => askForClosing(window, problem),
    // The page has just saved, was given up, or is left on purpose: nothing of it is asked again.
    close: () => window?.destroy(),
    log,
  });

  const services = (): Promise<Services> => {
    loadingServices ??= load().catch((error: unknown) => {
      // Asking again may succeed: the disk may have been full.
      loadingServices = null;
      throw error;
    });
    return loadingServices;
  };

  const load = async (): Promise<Services> => {
    const { createServices } = await import("./services.ts");
    return createServices({
      home,
      homedir: homedir(),
      dockerfiles,
      window: currentWindow,
      pageLoaded,
      push: (name, payload) => push(name, payload),
      historyScript: join(here, "history-worker.cjs"),
      // In a packaged application Electron's own Node.js keeps the history, and nothing outside is started.
      historyNode: isPackaged ? undefined : process.env.SANDPIT_NODE,
      version: app.getVersion(),
      onRecentChanged: (recent) => refreshMenu({ recent }),
      onDraftsSettled: closeGuard.draftsSettled,
      onAppearance: (appearance) => {
        const { theme, isThemeLocked, isFontSizeLocked } = appearance;
        const isOther =
          theme !== shown.theme || isThemeLocked !== shown.isThemeLocked || isFontSizeLocked !== shown.isFontSizeLocked;
        if (isOther) refreshMenu(appearance);
        nativeTheme.themeSource = theme;
      },
      log,
    });
  };

  /** Has the services do something that nobody waits for. */
  const ask = (what: string, task: (services: Services) => void | Promise<void>): void => {
    services()
      .then(task)
      .catch((error: unknown) => log(`${what} failed`, error));
  };

  const openFiles = (paths: readonly string[]): void => {
    if (paths.length > 0) ask("Opening files", (ready) => ready.openPaths(paths));
  };

  const shown: Pick<MenuOptions, "recent" | "theme" | "isThemeLocked" | "isFontSizeLocked"> = {
    ...{ recent: [], theme: readTheme(home), isThemeLocked: false, isFontSizeLocked: false },
  };
  const refreshMenu = (change: Partial<typeof shown>): void => {
    Object.assign(shown, change);
    showMenu({
      platform: process.platform,
      isPackaged,
      ...shown,
      choose: (command) => push("menu.chosen", { command }),
      openRecent: (handle) => ask("Opening a recent file", (ready) => ready.openRecent(handle)),
      clearRecent: () => ask("Clearing the recent files", (ready) => ready.clearRecent()),
      showLog: () => void shell.openPath(logFolder),
    });
  };

  const ending = endCleanly({ close: async () => (await loadingServices)?.close(), log });
  app.on("second-instance", (_event, _argv, _cwd, data) => {
    if (ending.startsAgain(toNextLaunch(process.argv, toSentFiles(data), isPackaged))) return;
    if (window?.isMinimized()) window.restore();
    window?.focus();
    openFiles(toSentFiles(data));
  });
  app.on("open-file", (event, path) => {
    event.preventDefault();
    openFiles([path]);
  });
  // Also on macOS: with its window an application of one window has closed all that can be done with it.
  app.on("window-all-closed", () => app.quit());

  const ready = (): void => {
    nativeTheme.themeSource = shown.theme;
    guardSession({ devServer, log });
    serveApp(pageServer, log);
    push = connectPage({
      window: currentWindow,
      services: () => begun.then(services),
      dropped: openFiles,
      log,
    });
    window = openWindow({ home, preload: join(here, "preload.cjs"), log });
    window.on("close", closeGuard.onClose);
    window.once("closed", () => {
      window = null;
    });
    // Where the page could not begin, too: its menu has what can be done about that.
    window.webContents.once("did-stop-loading", onBegun);
    void begun.then(() => {
      ask("Loading the services", (loaded) => loaded.openPaths(launchFiles));
      refreshMenu({});
    });
    const pageGone = (): void => {
      closeGuard.pageGone();
      if (loadingServices !== null) ask("Ending the page's runs", (opened) => opened.pageGone());
    };
    window.webContents.on("render-process-gone", pageGone);
    window.webContents.on("did-navigate", pageGone);
    nativeTheme.on("updated", () => window?.setBackgroundColor(backgroundColour(nativeTheme.shouldUseDarkColors)));
  };
  app.whenReady().then(ready, (error: unknown) => log("Electron did not get ready", error));
}

/** Resolves when the page has run its scripts, so that what is sent to it does not get lost. */
async function pageLoaded(): Promise<void> {
  const contents = window?.webContents;
  if (contents?.isLoadingMainFrame())
    await new Promise<void>((loaded) => contents.once("did-finish-load", () => loaded()));
}
