import { builtinModules } from "node:module";
import { join } from "node:path";
import { defineConfig } from "vite";

const root = join(import.meta.dirname, "../..");

/** Compiled parts that packages use where they exist and do without where they do not. */
const OPTIONAL_NATIVES = [/\.node$/, "cpu-features"];

/** The main process. The core becomes a file of its own, which is loaded after the window has been opened. */
export default defineConfig({
  root,
  publicDir: false,
  // Not the browser's side of packages, and no replacement of `process.env`.
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: "electron/app/main.ts",
    target: "node20",
    outDir: "dist/main",
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      external: ["electron", ...OPTIONAL_NATIVES, ...builtinModules, /^node:/],
      output: { format: "cjs", entryFileNames: "main.cjs", chunkFileNames: "[name]-[hash].cjs" },
    },
  },
});
