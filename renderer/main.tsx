import type { Bridge } from "#shared/contract.ts";
import { start } from "./start.tsx";

declare global {
  interface Window {
    /** What the host's preload script exposes. */
    readonly sandpit: Bridge;
  }
}

const root = document.getElementById("root");
if (!root) throw new Error("The page has no root element.");
void start(window.sandpit, root);
