import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { locateEngine } from "../../electron/core/engine/locate.ts";
import { openTestCore } from "./open-core.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Why the tests that need an engine are skipped; `null` where there is one. */
    noEngine: string | null;
  }
}

/**
 * Finds the engine and builds the images, once for all tests. Without an engine the tests are skipped and say so, except
 * where `SANDPIT_TEST_REQUIRE` names `engine` (as in CI): there it is a failure.
 */
export async function setup(project: TestProject): Promise<void> {
  const { status } = await locateEngine({
    platform: process.platform,
    env: process.env,
    home: process.env.HOME ?? resolve("/"),
    uid: process.getuid?.() ?? null,
  });
  if (status.state === "unavailable") {
    if (/\bengine\b/.test(process.env.SANDPIT_TEST_REQUIRE ?? ""))
      throw new Error(`An engine is required. ${status.message}`);
    project.provide("noEngine", status.message);
    console.warn(`\nSkipping the tests that need an engine: ${status.message} ${status.remedy}\n`);
    return;
  }
  project.provide("noEngine", null);
  const core = await openTestCore({ poolSize: 0 });
  try {
    await core.call("images.build", {});
  } finally {
    await core.close();
  }
}
