import { homedir } from "node:os";
import type { TestProject } from "vitest/node";
import { locateEngine } from "../../electron/core/engine/locate.ts";
import { findMissingBases } from "../engine/language-bases.ts";
import { openTestCore } from "../engine/open-core.ts";

const WORDS = {
  electron: "Electron",
  engine: "an engine",
  chromium: "Chromium",
  languages: "the languages' base images",
};

/** Says that a part is missing; where `SANDPIT_TEST_REQUIRE` names it (as in CI), that is a failure. */
export function missPart(part: keyof typeof WORDS, why: string): void {
  if ((process.env.SANDPIT_TEST_REQUIRE ?? "").includes(part)) throw new Error(`${part} is required. ${why}`);
  console.warn(`\nSkipping the tests that need ${WORDS[part]}: ${why}\n`);
}

/** Finds the real engine, and fills its build cache, so that building in a test takes seconds. */
export async function provideEngine(project: TestProject): Promise<void> {
  const uid = process.getuid?.() ?? null;
  const { status } = await locateEngine({ platform: process.platform, env: process.env, home: homedir(), uid });
  project.provide("hasEngine", status.state === "available");
  project.provide("hasLanguages", false);
  if (status.state === "unavailable") {
    missPart("engine", status.message);
    return;
  }
  const core = await openTestCore({ poolSize: 0 });
  await core.call("images.build", {});
  await core.close();
  const missing = await findMissingBases();
  project.provide("hasLanguages", missing === null);
  if (missing !== null) missPart("languages", missing);
}
