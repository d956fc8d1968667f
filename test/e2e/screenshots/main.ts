import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildAll } from "../../../scripts/build-all.ts";
import { findElectron } from "../../../scripts/electron-binary.ts";
import { displayProblem } from "../../../scripts/launch.ts";
import { ROOT } from "../../../scripts/layout.ts";
import { CodePage } from "../code-page.ts";
import { chooseTheme } from "../menu.ts";
import { newHome, type OpenedApp, openApp, recordImages, resize } from "../open-app.ts";
import type { Scene } from "./scene.ts";
import { SCENES } from "./scenes.ts";

const FOLDER = join(ROOT, "screenshots");
const LARGE = { width: 1280, height: 800 };
const SIZES = [LARGE, { width: 1024, height: 768 }];

/**
 * `npm run screenshots [-- scene…]`: pictures of the real window on the real engine, in every state, both themes and
 * two sizes. Each scene has a window and a home folder of its own, so that none depends on another.
 */
async function takeAll(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !(name in SCENES));
  if (unknown.length > 0) {
    console.error(`There is no scene ${unknown.join(", ")}. There are: ${Object.keys(SCENES).join(", ")}.`);
    return 1;
  }
  const electron = await findElectron();
  const problem = "problem" in electron ? electron.problem : displayProblem(process.platform, process.env);
  if ("problem" in electron || problem !== null) {
    console.error(problem);
    return 1;
  }
  await buildAll();
  await mkdir(FOLDER, { recursive: true });
  const images = await newHome();
  await recordImages(images);
  let failed = 0;
  for (const [name, scene] of Object.entries(SCENES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    try {
      await takeScene(name, scene, electron.path, images);
      console.log(name);
    } catch (error) {
      failed += 1;
      console.error(name, error);
    }
  }
  await rm(images, { recursive: true, force: true });
  console.log(`The pictures are in ${FOLDER}`);
  return failed > 0 ? 1 : 0;
}

async function takeScene(name: string, scene: Scene, electronPath: string, images: string): Promise<void> {
  const home = await newHome();
  const surroundings = (await scene.surround?.()) ?? {};
  const { engine, root, end } = surroundings;
  let opened: OpenedApp | undefined;
  try {
    if (scene.images !== false) await cp(join(images, "images.json"), join(home, "images.json"));
    await scene.furnish?.(home);
    opened = await openApp({ electronPath, home, ...(engine && { engine }), ...(root && { root }), size: LARGE });
    // So that two pictures of the same state are the same.
    await opened.page.emulateMedia({ reducedMotion: "reduce" });
    await scene.prepare(new CodePage(opened.page), opened, surroundings);
    for (const size of SIZES) {
      await resize(opened, size);
      for (const theme of ["light", "dark"] as const) {
        await chooseTheme(opened, theme);
        await opened.page.evaluate(() => document.fonts.ready);
        // What is painted past the page's styles takes on new colours with its next beat.
        if ((await opened.page.locator("canvas").count()) > 0) await opened.page.waitForTimeout(1_200);
        const path = join(FOLDER, `${name}-${theme}-${size.width}.png`);
        await opened.page.screenshot({ path, caret: "hide" });
      }
    }
    if (surroundings.restore) {
      await surroundings.restore();
      await new CodePage(opened.page).untilIsolation("isolated");
    }
  } finally {
    await opened?.close();
    await end?.();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

process.exitCode = await takeAll(process.argv.slice(2));
