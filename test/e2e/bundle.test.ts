import { mkdtemp, readdir, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { findViolations } from "./axe.ts";
import { BundlePage } from "./bundle-page.ts";
import { CodePage } from "./code-page.ts";
import { answerDialogs, shownBoxes } from "./dialogs.ts";
import { ImagesPage } from "./images-page.ts";
import { engineElectronTest, hasParts, launch } from "./launch.ts";
import type { OpenedApp } from "./open-app.ts";

let folder: string;
let opened: OpenedApp;
const file = () => join(folder, "class.sandpit-bundle");

beforeAll(async () => {
  if (!hasParts) return;
  folder = await mkdtemp(join(tmpdir(), "sandpit-e2e-bundle-"));
});
afterAll(async () => {
  await opened?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Opens a window on its images screen. */
async function openImages(images: boolean): Promise<BundlePage> {
  await opened?.close();
  opened = await launch({ images });
  await opened.page.emulateMedia({ reducedMotion: "reduce" });
  await new CodePage(opened.page).untilIsolation("isolated");
  await new ImagesPage(opened.page).open();
  return new BundlePage(opened);
}

describe("in the window, a bundle", () => {
  engineElectronTest("is exported, signed with a new key; a cancelled one leaves no file", async () => {
    const bundle = await openImages(true);
    await bundle.openExport();
    expect(await findViolations(opened), "choosing").toEqual([]);

    await bundle.beginExport(file());
    await bundle.dialog.getByRole("progressbar", { name: "Export" }).waitFor();
    expect(await bundle.dialog.innerText()).toContain(file());
    await bundle.button("Cancel").click();
    await bundle.untilTitled("Export a bundle");
    expect(await readdir(folder)).toEqual([]);

    await bundle.dialog.getByRole("checkbox", { name: /JavaScript/ }).uncheck();
    await bundle.makeKey(join(folder, "room.key"));
    await bundle.beginExport(file());
    await bundle.untilTitled("The bundle is ready");
    expect(await findViolations(opened), "ready").toEqual([]);
    expect((await stat(file())).size).toBeGreaterThan(10_000_000);
    expect((await readdir(folder)).sort()).toEqual(["class.sandpit-bundle", "room.key", "room.key.pub"]);
    await bundle.button("Done").click();
  });

  engineElectronTest("is imported once its key is trusted, outside the page; then its languages run", async () => {
    const bundle = await openImages(false);
    const images = new ImagesPage(opened.page);
    await images.untilState("python", "missing");
    await bundle.openImport(file());
    await bundle.untilTitled("class.sandpit-bundle");
    const text = await bundle.dialog.innerText();
    for (const words of ["Python 3.11", "a key that is new here"]) expect(text).toContain(words);
    expect(text).toMatch(/([0-9a-f]{4} ){15}[0-9a-f]{4}/);
    expect(await findViolations(opened), "contents").toEqual([]);

    await answerDialogs(opened.app, { messageBox: 0 });
    await bundle.button("Trust the key and import…").click();
    await expect.poll(() => shownBoxes(opened.app)).toEqual(["Trust the key that this bundle is signed with?"]);
    await images.untilState("python", "missing");

    await answerDialogs(opened.app, { messageBox: 1 });
    await bundle.button("Trust the key and import…").click();
    await bundle.untilTitled("The bundle is imported");
    expect(await findViolations(opened), "imported").toEqual([]);
    await images.untilState("python", "ready");
    await bundle.button("Write a program").click();
    const code = new CodePage(opened.page);
    await code.runProgram('print("from the bundle")');
    await code.untilEnded("completed");

    // The key is trusted now.
    await images.open();
    await bundle.openImport(file());
    await bundle.dialog.getByText("Signed with a key that you trust").waitFor();
    await bundle.button("Cancel").click();
  });

  engineElectronTest("that is cut short is refused with the reason, and nothing changes", async () => {
    await truncate(file(), 5_000_000);
    const bundle = new BundlePage(opened);
    await bundle.openImport(file());
    await bundle.untilTitled("This bundle is refused");
    expect(await bundle.dialog.getByRole("alert").innerText()).toContain("This bundle is cut short");
    expect(await findViolations(opened), "refused").toEqual([]);
    await bundle.button("Close").click();
    await new ImagesPage(opened.page).untilState("python", "ready");
  });
});
