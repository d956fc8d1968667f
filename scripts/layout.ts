import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");
export const DIST = join(ROOT, "dist");

/** Written when a build is complete; what is newer than it has not been built. */
export const STAMP = ".built";
/** The same for the window's page alone. */
export const WINDOW_STAMP = ".built-window";

/** In the order in which they are built. */
export const CONFIGS = {
  main: join(ROOT, "electron/app/vite.main.config.ts"),
  history: join(ROOT, "electron/app/vite.history.config.ts"),
  preload: join(ROOT, "electron/app/vite.preload.config.ts"),
  renderer: join(ROOT, "renderer/vite.config.ts"),
};

/** Everything that ends up in the build. */
export const SOURCES = ["electron", "renderer", "shared", "package.json", "package-lock.json"];

/** Everything that ends up in the window's page. */
export const WINDOW_SOURCES = SOURCES.filter((source) => source !== "electron");
