import { join } from "node:path";
import { defineConfig } from "vite";

/** The preload script: one CommonJS file, which is all that a sandboxed renderer can load. */
export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  publicDir: false,
  build: {
    ssr: "electron/app/preload.ts",
    target: "chrome130",
    outDir: "dist/main",
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      external: ["electron"],
      output: { format: "cjs", entryFileNames: "preload.cjs" },
    },
  },
});
