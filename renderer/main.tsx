import type { Bridge } from "#shared/contract.ts";
import { start } from "./start.tsx";

declare global {
  interface Window {
    /** What the host's preload script exposes; a browser has none. */
    readonly sandpit?: Bridge;
  }
}

const root = document.getElementById("root");
if (!root) throw new Error("The page has no root element.");
// Only a browser loads what it takes to do without a preload script.
if (window.sandpit) void start(window.sandpit, root);
else void import("./browser/connect-browser.ts").then(({ connectBrowser }) => start(connectBrowser(window), root));
