import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The window in a plain browser, on a scripted bridge: `vite -c test/renderer/preview/vite.config.ts`. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  build: { outDir: "../../../dist/preview", emptyOutDir: true, target: "chrome130", assetsInlineLimit: 0 },
});
