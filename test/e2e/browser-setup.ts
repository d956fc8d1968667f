import { existsSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { buildWindow } from "../../electron/cli/window-build.ts";
import { missPart, provideEngine } from "./parts.ts";

/** Where Linux distributions put Chromium; `SANDPIT_CHROMIUM` names another place. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Builds the window and finds a real browser and the real engine, for the same tests in a browser. */
export async function setup(project: TestProject): Promise<void> {
  const named = process.env.SANDPIT_CHROMIUM;
  const path = [...(named ? [named] : PLACES)].find((place) => existsSync(place)) ?? null;
  project.provide("electronPath", null);
  project.provide("chromiumPath", path);
  if (path === null) {
    project.provide("hasEngine", false);
    project.provide("hasLanguages", false);
    missPart("chromium", "There is none. Install Debian's package chromium, or name one with SANDPIT_CHROMIUM.");
    return;
  }
  await buildWindow();
  await provideEngine(project);
}
