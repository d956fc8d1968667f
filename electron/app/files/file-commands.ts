import { SandpitError, toFailure } from "#shared/errors.ts";
import type { OpenedFile } from "#shared/workspace.ts";
import type { Log } from "../../core/store/log.ts";
import type { WindowHandlers } from "../window-commands.ts";
import type { FileRegister } from "./file-register.ts";
import type { FileStore } from "./file-store.ts";
import type { FileWatch } from "./file-watch.ts";

/** The native dialogs. The page decides neither what they show nor what comes out of them. */
export interface FileDialogs {
  /** The files to open; none where the user cancelled. */
  chooseFiles(): Promise<string[]>;
  /** The file to save to; `null` where the user cancelled. */
  chooseTarget(name: string): Promise<string | null>;
  showProblems(messages: readonly string[]): void;
}

interface FileCommandOptions {
  store: FileStore;
  register: FileRegister;
  watch: FileWatch;
  dialogs: FileDialogs;
  log: Log;
}

type FileHandlers = Pick<WindowHandlers, Extract<keyof WindowHandlers, `files.${string}`>>;

/** The most files that are opened at once: more are a folder dropped by mistake. */
const MAX_OPENED = 50;

/** Answers the `files.*` commands, and opens the files that come in from outside the page. */
export function createFileCommands({ store, register, watch, dialogs, log }: FileCommandOptions): {
  handlers: FileHandlers;
  /** Opens what can be opened and tells the user about the rest. */
  openPaths(paths: readonly string[]): Promise<OpenedFile[]>;
} {
  const openPaths = async (paths: readonly string[]): Promise<OpenedFile[]> => {
    const problems = paths.length > MAX_OPENED ? [`Only the first ${MAX_OPENED} files were opened.`] : [];
    const files: OpenedFile[] = [];
    for (const path of paths.slice(0, MAX_OPENED)) {
      try {
        files.push(await store.openPath(path));
      } catch (error) {
        if (!(error instanceof SandpitError)) log("A file could not be opened", error);
        problems.push(toFailure(error).message);
      }
    }
    if (problems.length > 0) dialogs.showProblems(problems);
    return files;
  };

  return {
    openPaths,
    handlers: {
      "files.open": async () => ({ files: await openPaths(await dialogs.chooseFiles()) }),
      "files.openRecent": ({ handle }) => store.openHandle(handle),
      "files.recent": () => register.recent(),
      "files.clearRecent": async () => {
        await register.clearRecent();
        return {};
      },
      "files.save": ({ handle, content, version }) => store.save(handle, content, version),
      "files.saveAs": async ({ name, content, from }) => {
        const path = await dialogs.chooseTarget(toFileName(name));
        return { file: path === null ? null : await store.saveAs(path, content, from) };
      },
      "files.watch": async ({ handles }) => {
        watch.watch(handles);
        return {};
      },
    },
  };
}

/** The page proposes a name, never a place. */
function toFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  return last.replaceAll(/[\p{Cc}:*?"<>|]/gu, "").slice(0, 100) || "program";
}
