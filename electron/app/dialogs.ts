import { type BrowserWindow, dialog } from "electron";
import type { EngineStatus } from "#shared/engine.ts";
import type { Language } from "#shared/languages.ts";
import type { Log } from "../core/store/log.ts";
import { askUser } from "./ask-user.ts";
import type { FileDialogs } from "./files/file-commands.ts";

const toFilters = (languages: readonly Language[]) => [
  {
    name: "Programs",
    extensions: languages.flatMap(({ extensions }) => extensions.map((extension) => extension.slice(1))),
  },
  { name: "All Files", extensions: ["*"] },
];

interface FileDialogsOptions {
  window: () => BrowserWindow | null;
  /** Whose files are shown at first. */
  languages: () => Promise<readonly Language[]>;
  log: Log;
}

/** The system's own dialogs, as sheets of the window where there is one. */
export function createFileDialogs({ window, languages, log }: FileDialogsOptions): FileDialogs & {
  /** Where an export is to go; `null` where the user cancelled. */
  chooseExport(name: string, title: string): Promise<string | null>;
} {
  return {
    async chooseFiles() {
      const options = {
        properties: ["openFile", "multiSelections"],
        filters: toFilters(await languages()),
      } satisfies Electron.OpenDialogOptions;
      const parent = window();
      const { canceled, filePaths } = parent
        ? await dialog.showOpenDialog(parent, options)
        : await dialog.showOpenDialog(options);
      return canceled ? [] : filePaths;
    },

    async chooseTarget(name) {
      const options: Electron.SaveDialogOptions = {
        defaultPath: name,
        filters: toFilters(await languages()),
        properties: ["createDirectory", "showOverwriteConfirmation"],
      };
      const parent = window();
      const { canceled, filePath } = parent
        ? await dialog.showSaveDialog(parent, options)
        : await dialog.showSaveDialog(options);
      return canceled || !filePath ? null : filePath;
    },

    async chooseExport(name, title) {
      const options = {
        title,
        defaultPath: name,
        properties: ["createDirectory", "showOverwriteConfirmation"],
      } satisfies Electron.SaveDialogOptions;
      const parent = window();
      const { canceled, filePath } = parent
        ? await dialog.showSaveDialog(parent, options)
        : await dialog.showSaveDialog(options);
      return canceled || !filePath ? null : filePath;
    },

    showProblems(messages) {
      const [first = "", ...others] = messages;
      const options = {
        type: "warning",
        message: first,
        detail: others.join("\n"),
        buttons: ["OK"],
        noLink: true,
      } as const;
      const parent = window();
      const shown = parent
        ? dialog.showMessageBox(parent, { ...options, buttons: ["OK"] })
        : dialog.showMessageBox({ ...options, buttons: ["OK"] });
      shown.catch((error: unknown) => log("A dialog could not be shown", error));
    },
  };
}

/**
 * Asks whether programs may run without isolation. It is asked outside the page, so that nothing in the page can answer;
 * what a hasty Enter or Escape presses is Cancel.
 */
export function askForLocalRuns(parent: BrowserWindow | null, engine: EngineStatus | null): Promise<boolean> {
  const why = engine?.state === "unavailable" ? `${engine.message}\n\n` : "";
  return askUser(parent, {
    title: "Run without isolation",
    message: "Run programs without isolation?",
    detail:
      `${why}Without a container a program runs as you: it can read, change and delete your files, and use the network. ` +
      "Agree only if you trust every program that you run. This holds until you close Sandpit, or programs can be isolated again.",
    agree: "Run Without Isolation",
  });
}

/** Asks whether the window may close although its text is lost with it. What a hasty Enter or Escape presses is Keep Open. */
export function askForClosing(parent: BrowserWindow | null, problem: string): Promise<boolean> {
  return askUser(parent, {
    title: "Close Sandpit",
    message: "Your text could not be saved. Close all the same?",
    detail:
      `${problem}\n\nWhat you typed last is lost when Sandpit closes. Keep it open to free space on the disk and try again, ` +
      "or to save each file elsewhere with File, Save As.",
    refuse: "Keep Open",
    agree: "Close and Lose It",
  });
}

/**
 * Asks whether an image may be built from files that did not come with Sandpit. Outside the page, like the other question:
 * what a Dockerfile says is done by the engine, with the network.
 */
export function askForBuild(parent: BrowserWindow | null, label: string): Promise<boolean> {
  return askUser(parent, {
    title: "Add a language",
    message: `Build the image for “${label}”?`,
    detail:
      "Its Dockerfile did not come with Sandpit. While the image is built, the commands in it run in your container engine " +
      "and may use the network. Agree only if you wrote these files or trust who did.",
    agree: "Build",
  });
}
