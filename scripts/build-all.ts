import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "vite";
import { CONFIGS, DIST, STAMP, WINDOW_STAMP } from "./layout.ts";

/** Nothing is loaded over a network, so no part is too large, and a first start says nothing that a user need not know. */
const QUIETLY = { logLevel: "warn", build: { chunkSizeWarningLimit: Number.POSITIVE_INFINITY } } as const;

/** Builds the main process, the history's own thread, the preload script and the page. What was built before is removed first. */
export async function buildAll(): Promise<void> {
  await rm(DIST, { recursive: true, force: true });
  // One after another: the main process's build empties the folder that the next two go to.
  for (const configFile of Object.values(CONFIGS)) await build({ configFile, ...QUIETLY });
  await writeFile(join(DIST, STAMP), new Date().toISOString());
}

/** Builds the page and nothing else. */
export async function buildWindowOnly(): Promise<void> {
  await mkdir(DIST, { recursive: true });
  await build({ configFile: CONFIGS.renderer, ...QUIETLY });
  await writeFile(join(DIST, WINDOW_STAMP), new Date().toISOString());
}
