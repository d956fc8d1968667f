import { mkdtemp, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BundlePage } from "../bundle-page.ts";
import type { CodePage } from "../code-page.ts";
import { answerDialogs } from "../dialogs.ts";
import { ImagesPage } from "../images-page.ts";
import type { OpenedApp } from "../open-app.ts";
import type { Scene } from "./scene.ts";

async function openImages(code: CodePage, opened: OpenedApp): Promise<{ bundle: BundlePage; folder: string }> {
  await code.untilIsolation("isolated");
  await new ImagesPage(code.page).open();
  return { bundle: new BundlePage(opened), folder: await mkdtemp(join(tmpdir(), "sandpit-scene-")) };
}

/** Exports, and leaves the dialog open. */
async function exportAll(bundle: BundlePage, folder: string, isSigned: boolean): Promise<string> {
  const path = join(folder, "class.sandpit-bundle");
  await bundle.openExport();
  if (isSigned) await bundle.makeKey(join(folder, "room-12.key"));
  await bundle.beginExport(path);
  await bundle.untilTitled("The bundle is ready");
  return path;
}

const imported = (
  isSigned: boolean,
  then: (bundle: BundlePage, path: string, opened: OpenedApp) => Promise<void>,
): Scene => ({
  async prepare(code, opened) {
    const { bundle, folder } = await openImages(code, opened);
    const path = await exportAll(bundle, folder, isSigned);
    await bundle.button("Done").click();
    await then(bundle, path, opened);
  },
});

/** Bundles: on their way out and in. */
export const BUNDLE_SCENES: Record<string, Scene> = {
  "bundle-export": {
    async prepare(code, opened) {
      const { bundle, folder } = await openImages(code, opened);
      await bundle.openExport();
      await bundle.makeKey(join(folder, "room-12.key"));
    },
  },
  "bundle-exporting": {
    async prepare(code, opened) {
      const { bundle, folder } = await openImages(code, opened);
      await bundle.openExport();
      await bundle.beginExport(join(folder, "class.sandpit-bundle"));
      await bundle.dialog.getByText(/MB of about/).waitFor();
    },
  },
  "bundle-exported": {
    async prepare(code, opened) {
      const { bundle, folder } = await openImages(code, opened);
      await exportAll(bundle, folder, true);
    },
  },
  "bundle-new-key": imported(true, async (bundle, path) => {
    await bundle.openImport(path);
    await bundle.untilTitled("class.sandpit-bundle");
  }),
  "bundle-unsigned": imported(false, async (bundle, path) => {
    await bundle.openImport(path);
    await bundle.untilTitled("class.sandpit-bundle");
  }),
  "bundle-imported": imported(true, async (bundle, path, opened) => {
    await bundle.openImport(path);
    await bundle.untilTitled("class.sandpit-bundle");
    await answerDialogs(opened.app, { messageBox: 1 });
    await bundle.button("Trust the key and import…").click();
    await bundle.untilTitled("The bundle is imported");
  }),
  "bundle-refused": imported(false, async (bundle, path) => {
    await truncate(path, 5_000_000);
    await bundle.openImport(path);
    await bundle.untilTitled("This bundle is refused");
  }),
};
