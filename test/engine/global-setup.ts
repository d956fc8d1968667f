import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { locateEngine } from "../../electron/core/engine/locate.ts";
import { openEngine } from "./foreign-container.ts";
import { findMissingBases } from "./language-bases.ts";
import { openTestCore } from "./open-core.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Why the tests that need an engine are skipped; `null` where there is one. */
    noEngine: string | null;
    /** Why the tests of added languages are skipped; `null` where their base images are there. */
    noLanguages: string | null;
    /** Why the tests of Podman are skipped; `null` where its service is there. */
    noPodman: string | null;
  }
}

/**
 * Finds the engine and builds the images, once for all tests. Without an engine the tests are skipped and say so, except
 * where `SANDPIT_TEST_REQUIRE` names `engine` (as in CI): there it is a failure.
 */
export async function setup(project: TestProject): Promise<void> {
  await findPodman(project);
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
    project.provide("noLanguages", status.message);
    console.warn(`\nSkipping the tests that need an engine: ${status.message} ${status.remedy}\n`);
    return;
  }
  project.provide("noEngine", null);
  await findLanguages(project, status.address);
  const core = await openTestCore({ poolSize: 0 });
  try {
    await core.call("images.build", {});
  } finally {
    await core.close();
  }
}

/** Podman's service is named by `SANDPIT_PODMAN_HOST`; `test/engine/up-podman` starts one. */
async function findPodman(project: TestProject): Promise<void> {
  const host = process.env.SANDPIT_PODMAN_HOST;
  const engine = host ? await openEngine(host).catch(() => null) : null;
  const reason = host
    ? `Podman's service does not answer at ${host}.`
    : "SANDPIT_PODMAN_HOST does not name a Podman service; test/engine/up-podman starts one.";
  project.provide("noPodman", engine ? null : reason);
  if (engine) return;
  if (/\bpodman\b/.test(process.env.SANDPIT_TEST_REQUIRE ?? "")) throw new Error(`Podman is required. ${reason}`);
  console.warn(`\nSkipping the tests of Podman: ${reason}\n`);
}

/** What the ready-made languages start from is large, so it is not fetched for a test: `test/engine/up` makes it. */
async function findLanguages(project: TestProject, address: string): Promise<void> {
  const missing = await findMissingBases(address);
  project.provide("noLanguages", missing);
  if (missing === null) return;
  if (/\blanguages\b/.test(process.env.SANDPIT_TEST_REQUIRE ?? ""))
    throw new Error(`The languages' base images are required. ${missing}`);
  console.warn(`\nSkipping the tests of added languages: ${missing}\n`);
}
