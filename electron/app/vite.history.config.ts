import { builtinModules } from "node:module";
import { join } from "node:path";
import { defineConfig } from "vite";

/** The history's own thread: one file, because it is started by its path. */
export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  publicDir: false,
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: "electron/core/store/history/worker.ts",
    target: "node22",
    outDir: "dist/main",
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      external: [...builtinModules, /^node:/],
      output: { format: "cjs", entryFileNames: "history-worker.cjs" },
    },
  },
});
