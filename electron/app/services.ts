import { app, type BrowserWindow, clipboard, shell } from "electron";
import { commands } from "#shared/contract.ts";
import { type Reply, SandpitError, toFailure } from "#shared/errors.ts";
import { LANGUAGES } from "#shared/languages.ts";
import type { FileRef } from "#shared/workspace.ts";
import type { MergedSettings } from "../core/settings/merge-settings.ts";
import { policyPaths } from "../core/settings/policy-path.ts";
import { openSettingsStore } from "../core/settings/settings-store.ts";
import type { Log } from "../core/store/log.ts";
import { createPreferencesStore } from "../core/store/preferences-store.ts";
import { createWorkspaceStore } from "../core/store/workspace-store.ts";
import { createIsolationConsent } from "../web/isolation-consent.ts";
import { createPageBundles } from "../web/page-bundles.ts";
import { createPageRuns } from "../web/page-runs.ts";
import { createPageWatches } from "../web/page-watches.ts";
import { createBundleFiles } from "./bundle-files.ts";
import { askForBuild, askForLocalRuns, createFileDialogs } from "./dialogs.ts";
import { createEarlyCommands } from "./early-commands.ts";
import { createFileCommands } from "./files/file-commands.ts";
import { createFileRegister } from "./files/file-register.ts";
import { createFileStore } from "./files/file-store.ts";
import { createFileWatch } from "./files/file-watch.ts";
import { createHttpHost } from "./http-host.ts";
import type { Push } from "./ipc.ts";
import { createLateCore } from "./late-core.ts";
import type { MenuOptions } from "./menu-template.ts";
import { createSaveExport } from "./save-export.ts";
import { createUnfinishedSaves } from "./unfinished-saves.ts";
import { answerWindowCommand, type WindowHandlers } from "./window-commands.ts";

/** What of the settings the menu and the window's frame show. */
type Appearance = Pick<MenuOptions, "theme" | "isThemeLocked" | "isFontSizeLocked">;

const toAppearance = ({ values, entries }: MergedSettings): Appearance => ({
  theme: values["window.theme"],
  isThemeLocked: entries.get("window.theme")?.lockedBy != null,
  isFontSizeLocked: entries.get("window.fontSize")?.lockedBy != null,
});

interface ServicesOptions {
  home: string;
  homedir: string;
  dockerfiles: string;
  window: () => BrowserWindow | null;
  /** Resolves when there is a page that can be told of something. */
  pageLoaded: () => Promise<void>;
  push: Push;
  onRecentChanged: (recent: FileRef[]) => void;
  onAppearance: (appearance: Appearance) => void;
  /** What the page says of its drafts: see `close-guard.ts`. */
  onDraftsSettled: (report: { problem: string | null; isFinal: boolean }) => void;
  /** Where the history's own program is, and a Node.js for it where Electron's has no SQLite. */
  historyScript: string;
  historyNode: string | undefined;
  version: string;
  log: Log;
}

/** All that answers the page. Loaded after the window was opened, because none of it is needed to show one. */
export interface Services {
  /** Answers any command. Never rejects. */
  call(name: string, input: unknown): Promise<Reply<unknown>>;
  openPaths(paths: readonly string[]): Promise<void>;
  openRecent(handle: string): Promise<void>;
  clearRecent(): Promise<void>;
  /** The page is gone or begins anew: nobody sees its runs, or watches, any more. */
  pageGone(): void;
  /** Waits for saves, stops what runs, and removes the sandboxes. */
  close(): Promise<void>;
}

/** The most text that the page may put on the clipboard: more than the longest output that a run can have. */
const MAX_COPIED_CHARACTERS = 32 * 1024 * 1024;

/** Wires the core, the files and the dialogs together. */
export function createServices(options: ServicesOptions): Services {
  const { home, homedir, dockerfiles, window, pageLoaded, push, onRecentChanged, onAppearance, log } = options;
  const { onDraftsSettled, historyScript, historyNode, version } = options;

  // Opened before the core is loaded: how the page looks is a setting.
  const settings = openSettingsStore({ folder: home, policyPaths: policyPaths(process.platform, process.env) });
  settings
    .then((store) => {
      onAppearance(toAppearance(store.current()));
      store.onChanged((merged) => onAppearance(toAppearance(merged)));
    })
    .catch((error: unknown) => log("The settings could not be opened", error));

  const core = createLateCore({
    async load() {
      const { createCore } = await import("../core/core.ts");
      const loaded = await createCore({
        ...{ home, dockerfiles, watchEngine: true, settings: await settings, historyScript, historyNode, log, version },
      });
      loaded.events.on("engine.changed", ({ state }) => consent.engineChanged(state));
      loaded.events.on("settings.changed", ({ entries }) => consent.settingsChanged(entries));
      loaded.events.onAny((name, payload) => push(name, payload as never));
      return loaded;
    },
    log,
  });
  const dispatch = async (name: string, input: unknown): Promise<Reply<unknown>> => {
    core.begin();
    return (await core.get()).dispatch(name, input, {
      ...{ source: "window", mayRunLocally: consent.isGiven },
      mayBuild: ({ label }) => askForBuild(window(), label),
    });
  };
  const bundles = createPageBundles(dispatch);
  const runs = createPageRuns(bundles.dispatch);
  const watches = createPageWatches(runs.dispatch);
  const saves = createUnfinishedSaves();

  const consent = createIsolationConsent(async () => {
    const reply = await dispatch("app.status", {});
    const status = commands["app.status"].output.safeParse(reply.ok ? reply.value : null);
    if (status.data?.backendPolicy === "docker") {
      throw new SandpitError(
        "policy_forbids",
        "Sandpit is set to run programs in Docker only. Start Docker, then retry.",
      );
    }
    return askForLocalRuns(window(), status.data?.engine ?? null);
  });

  // As soon as the core is there, and not before: an API that is switched on needs it.
  const http = Promise.all([settings, core.get()]).then(([opened]) =>
    createHttpHost({
      ...{ core: core.get, settings: opened, home, version: app.getVersion(), log },
      onChanged: (status) => push("http.changed", status),
    }),
  );
  http.catch((error: unknown) => log("The HTTP API could not be prepared", error));

  const register = createFileRegister({ folder: home, homedir, log, onRecentChanged });
  const store = createFileStore({ register });
  const watch = createFileWatch({
    look: store.look,
    changed: (handle, onDisk) => push("files.changed", { handle, onDisk }),
    log,
  });
  const dialogs = createFileDialogs({
    ...{ window, log },
    async languages() {
      const reply = await dispatch("languages.list", {});
      return commands["languages.list"].output.safeParse(reply.ok ? reply.value : null).data ?? LANGUAGES;
    },
  });
  const files = createFileCommands({ store, register, watch, dialogs, log });
  register.recent().then(onRecentChanged, (error: unknown) => log("The recent files could not be read", error));

  const handlers: WindowHandlers = {
    ...files.handlers,
    ...createSaveExport({ chooseTarget: dialogs.chooseExport, dispatch, homedir }),
    ...createBundleFiles({ window, core: core.get, homedir }),
    "isolation.allowLocal": async () => ({ allowed: await consent.request() }),
    "window.draftsSettled": async (report) => {
      onDraftsSettled(report);
      return {};
    },
    "http.status": async () => (await http).status(),
    "http.token": async () => ({ token: await (await http).token() }),
    "http.revokeToken": async () => ({ token: await (await http).revokeToken() }),
    "http.openDocs": async () => {
      await shell.openExternal((await http).docsUrl());
      return {};
    },
    "app.reportError": async ({ message, stack }) => {
      log(`An error in the window: ${stack ?? message}`);
      return {};
    },
    "app.copyText": async ({ text }) => {
      if (text.length > MAX_COPIED_CHARACTERS) {
        throw new SandpitError("invalid_input", "This is too much text for the clipboard. Select a part of it.");
      }
      clipboard.writeText(text);
      return {};
    },
  };

  const early = createEarlyCommands({
    workspace: createWorkspaceStore({ folder: home }),
    preferences: createPreferencesStore({ folder: home, settings: () => settings }),
  });

  const answer = async (name: string, input: unknown): Promise<Reply<unknown>> => {
    try {
      const reply = (await early(name, input)) ?? (await answerWindowCommand(handlers, name, input));
      return reply ?? (await watches.dispatch(name, input));
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === "internal") log(`The command ${name.slice(0, 80)} failed`, error);
      return { ok: false, error: failure };
    }
  };

  const openPaths = async (paths: readonly string[]): Promise<void> => {
    const opened = await files.openPaths(paths);
    await pageLoaded();
    if (opened.length > 0) push("files.opened", { files: opened });
  };

  return {
    call: (name, input) => saves.follow(name, answer(name, input)),
    openPaths,
    openRecent: async (handle) => openPaths([await register.pathOf(handle)]),
    clearRecent: register.clearRecent,
    pageGone() {
      watch.watch([]);
      runs.stopAll().catch((error: unknown) => log("A run could not be stopped", error));
      watches.endAll().catch((error: unknown) => log("A watch could not be ended", error));
      bundles.stop().catch((error: unknown) => log("A bundle could not be stopped", error));
    },
    async close() {
      watch.stop();
      await saves.finished();
      await register.settled();
      if (core.isBegun()) await http.then((host) => host.close()).catch(() => {});
      await core.close();
    },
  };
}
