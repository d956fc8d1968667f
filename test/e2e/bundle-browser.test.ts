import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { writeKeyFiles } from "../../electron/core/bundle/key-files.ts";
import { BundlePage } from "./bundle-page.ts";
import { CodePage } from "./code-page.ts";
import { answerDialogs, shownBoxes } from "./dialogs.ts";
import { ImagesPage } from "./images-page.ts";
import { hasParts, isInBrowser, launch } from "./launch.ts";
import type { OpenedApp } from "./open-app.ts";

const bundleTest = test.skipIf(!isInBrowser || !hasParts);

// Images are written and read whole.
vi.setConfig({ testTimeout: 240_000 });
let folder: string | undefined;
let opened: OpenedApp | undefined;
afterEach(async () => {
  await opened?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

describe("in a browser, a bundle", () => {
  bundleTest("is signed, downloaded, and imported once its key is trusted on a page of its own", async () => {
    folder = await mkdtemp(join(tmpdir(), "sandpit-browser-bundle-"));
    const key = await writeKeyFiles(join(folder, "room.key"));
    opened = await launch({ images: true });
    const { page, app, home } = opened;
    // No test can press the browser's own dialogs; a browser without this one downloads.
    await page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }));
    await new CodePage(page).untilIsolation("isolated");
    const images = new ImagesPage(page);
    await images.open();
    const bundle = new BundlePage(opened);
    await bundle.openExport();
    await bundle.dialog.getByRole("checkbox", { name: /JavaScript/ }).uncheck();
    await bundle.button("New key…").click();
    expect(await bundle.dialog.getByRole("alert").innerText()).toContain("sandpit bundle keygen");

    const choosingKey = page.waitForEvent("filechooser");
    await bundle.button("Choose a key…").click();
    await (await choosingKey).setFiles(key.path);
    await bundle.dialog.getByText("Signed with room.key").waitFor();
    const downloading = page.waitForEvent("download", { timeout: 80_000 });
    await bundle.button("Export…").click();
    const download = await downloading;
    const file = join(folder, download.suggestedFilename());
    await download.saveAs(file);
    await bundle.untilTitled("The bundle is ready");
    expect((await stat(file)).size).toBeGreaterThan(40_000_000);
    await bundle.button("Done").click();

    const choosing = page.waitForEvent("filechooser");
    await bundle.choose("Import bundle…");
    await (await choosing).setFiles(file);
    await bundle.untilTitled("class.sandpit-bundle");
    expect(await bundle.dialog.innerText()).toContain("Signed with a key that is new here");
    await answerDialogs(app, { messageBox: 1 });
    await bundle.button("Trust the key and import…").click();
    await bundle.untilTitled("The bundle is imported");
    expect(await shownBoxes(app)).toEqual(["Trust the key that this bundle is signed with?"]);
    await bundle.button("Close").click();
    await images.untilState("python", "ready");

    await opened.close();
    expect(await readdir(join(home, "transfers")).catch(() => [])).toEqual([]);
    opened = undefined;
  });
});
