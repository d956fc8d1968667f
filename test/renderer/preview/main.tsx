import { start } from "../../../renderer/start.tsx";
import { createFakeBridge } from "../fake-bridge.ts";
import { SCENES } from "./scenes.ts";

const query = new URLSearchParams(location.search);
const scene = SCENES[query.get("scene") ?? ""] ?? {};
const theme = query.get("theme");
const bridge = createFakeBridge({
  ...scene,
  preferences: { ...scene.preferences, ...(theme === "dark" || theme === "light" ? { theme } : {}) },
});
// For the script that drives the page.
Object.assign(window, { fake: bridge });
const root = document.getElementById("root");
if (root) void start(bridge, root);
