import type { TestProject } from "vitest/node";
import { buildAll } from "../../scripts/build-all.ts";
import { findElectron } from "../../scripts/electron-binary.ts";
import { displayProblem } from "../../scripts/launch.ts";
import { missPart, provideEngine } from "./parts.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** `null` where there is none, or the window is opened in a browser. */
    electronPath: string | null;
    /** `null` where there is none, or the window is opened in Electron. */
    chromiumPath: string | null;
    /** Whether the tests that also need an engine can run. */
    hasEngine: boolean;
    /** Whether languages can be added: what their images start from is there. */
    hasLanguages: boolean;
  }
}

/**
 * Builds the application and finds the real Electron and the real engine. What is missing is said once and its tests are
 * skipped.
 */
export async function setup(project: TestProject): Promise<void> {
  const display = displayProblem(process.platform, process.env);
  const electron = display ? { problem: display } : await findElectron();
  project.provide("electronPath", "path" in electron ? electron.path : null);
  project.provide("chromiumPath", null);
  if ("problem" in electron) {
    project.provide("hasEngine", false);
    project.provide("hasLanguages", false);
    missPart("electron", electron.problem);
    return;
  }
  await buildAll();
  await provideEngine(project);
}
