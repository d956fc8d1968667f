import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const STARTS_WITH =
  /node_modules\/(react|react-dom|scheduler|zustand|lucide-react|react-resizable-panels|style-mod|crelt|w3c-keyname|@marijn\/[^/]+|@lezer\/(common|highlight)|@codemirror\/(state|view|language|commands))\//;

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
    // What the editor starts with comes in one piece, also where a screen that is loaded later uses parts of it: each
    // further file is another question to the main process, which is busy starting.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "start", test: STARTS_WITH }] } } },
  },
});
