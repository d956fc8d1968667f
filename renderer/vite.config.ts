import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    target: "chrome130",
    // The page's policy allows fonts from its own origin only, so none may be inlined as `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
