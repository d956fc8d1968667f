import { homedir } from "node:os";
import type { TestProject } from "vitest/node";
import { locateEngine } from "../../electron/core/engine/locate.ts";
import { buildAll } from "../../scripts/build-all.ts";
import { findElectron } from "../../scripts/electron-binary.ts";
import { displayProblem } from "../../scripts/launch.ts";
import { openTestCore } from "../engine/open-core.ts";

declare module "vitest" {
  interface ProvidedContext {
    electronPath: string | null;
    /** Whether the tests that also need an engine can run. */
    hasEngine: boolean;
  }
}

/**
 * Builds the application and finds the real Electron and the real engine. What is missing is said once and its tests are
 * skipped, except where `SANDPIT_TEST_REQUIRE` names it (as in CI): there it is a failure.
 */
export async function setup(project: TestProject): Promise<void> {
  const required = process.env.SANDPIT_TEST_REQUIRE ?? "";
  const missing = (part: "electron" | "engine", why: string) => {
    if (required.includes(part)) throw new Error(`${part} is required. ${why}`);
    console.warn(`\nSkipping the tests that need ${part === "electron" ? "Electron" : "an engine"}: ${why}\n`);
  };

  const display = displayProblem(process.platform, process.env);
  const electron = display ? { problem: display } : await findElectron();
  project.provide("electronPath", "path" in electron ? electron.path : null);
  if ("problem" in electron) {
    project.provide("hasEngine", false);
    missing("electron", electron.problem);
    return;
  }
  await buildAll();

  const uid = process.getuid?.() ?? null;
  const { status } = await locateEngine({ platform: process.platform, env: process.env, home: homedir(), uid });
  project.provide("hasEngine", status.state === "available");
  if (status.state === "unavailable") {
    missing("engine", status.message);
    return;
  }
  // Fills the engine's build cache, so that building in a test takes seconds.
  const core = await openTestCore({ poolSize: 0 });
  await core.call("images.build", {});
  await core.close();
}
