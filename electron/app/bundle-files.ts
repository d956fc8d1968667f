import { basename } from "node:path";
import { type BrowserWindow, dialog } from "electron";
import { SandpitError } from "#shared/errors.ts";
import { writeKeyFiles } from "../core/bundle/key-files.ts";
import { toFingerprint } from "../core/bundle/signing.ts";
import type { Core } from "../core/core.ts";
import { askUser } from "./ask-user.ts";
import { toDisplayPath } from "./files/display-path.ts";
import type { WindowHandlers } from "./window-commands.ts";

interface BundleFilesOptions {
  window: () => BrowserWindow | null;
  core: () => Promise<Pick<Core, "bundles">>;
  homedir: string;
}

type BundleWindowCommand = Extract<keyof WindowHandlers, `bundle.${string}`>;

const BUNDLES = [{ name: "Sandpit Bundles", extensions: ["sandpit-bundle"] }];

/** The files of bundles and keys, as the user names them in the system's own dialogs. */
export function createBundleFiles({
  window,
  core,
  homedir,
}: BundleFilesOptions): Pick<WindowHandlers, BundleWindowCommand> {
  const choose = async (purpose: "write" | "read" | "key", ask: () => Promise<string | null>) => {
    const path = await ask();
    if (path === null) return { file: null };
    const place = (await core()).bundles.place(purpose, path);
    return { file: { place, name: basename(path), displayPath: toDisplayPath(path, homedir) } };
  };
  const open = async (options: Electron.OpenDialogOptions): Promise<string | null> => {
    const parent = window();
    const { filePaths } = parent ? await dialog.showOpenDialog(parent, options) : await dialog.showOpenDialog(options);
    return filePaths[0] ?? null;
  };
  const save = async (options: Electron.SaveDialogOptions): Promise<string | null> => {
    const parent = window();
    const properties = [
      "createDirectory",
      "showOverwriteConfirmation",
    ] satisfies Electron.SaveDialogOptions["properties"];
    const { canceled, filePath } = parent
      ? await dialog.showSaveDialog(parent, { ...options, properties })
      : await dialog.showSaveDialog({ ...options, properties });
    return canceled || !filePath ? null : filePath;
  };

  return {
    "bundle.chooseTarget": ({ name }) =>
      choose("write", () => save({ title: "Export Bundle", defaultPath: toFileName(name), filters: BUNDLES })),
    "bundle.chooseSource": () =>
      choose("read", () => open({ title: "Import Bundle", filters: BUNDLES, properties: ["openFile"] })),
    "bundle.chooseKey": ({ create }) =>
      choose("key", async () => {
        if (!create) return open({ title: "Sign With a Key", properties: ["openFile"] });
        const path = await save({ title: "Create a Key", defaultPath: "sandpit-bundle.key" });
        return path && (await writeKeyFiles(path)).path;
      }),
    "bundle.trust": async ({ place }) => {
      const { bundles } = await core();
      const key = bundles.keyOf(place);
      if (key === null) throw new SandpitError("not_found", "Nobody has signed this bundle. Choose it again.");
      const trusted = await askForTrust(window(), toFingerprint(key));
      if (trusted) await bundles.trust(key);
      return { trusted };
    },
  };
}

/** The page proposes a name, never a place. */
const toFileName = (name: string): string =>
  `${name.replaceAll(/[^\p{L}\p{N} ._-]/gu, "").slice(0, 60) || "class"}.sandpit-bundle`;

/** Asked outside the page, with Cancel as the default: what is agreed to holds for all bundles with this key. */
function askForTrust(parent: BrowserWindow | null, fingerprint: string): Promise<boolean> {
  return askUser(parent, {
    title: "Trust a key",
    message: "Trust the key that this bundle is signed with?",
    detail:
      `${fingerprint}\n\n` +
      "Compare these digits with whoever made the bundle. If you agree, bundles that are signed with this key are imported " +
      "without this question from now on.",
    agree: "Trust This Key",
  });
}
