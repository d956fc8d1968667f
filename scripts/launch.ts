import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./layout.ts";

/** Why no window can be shown here, or `null`. */
export function displayProblem(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string | null {
  if (platform !== "linux" || env.DISPLAY || env.WAYLAND_DISPLAY) return null;
  return "There is no display to open a window on. Start Sandpit from a desktop session, or with xvfb-run.";
}

/** The arguments for Electron. Chromium refuses to sandbox root, so only root goes without. */
export function toArguments(
  files: readonly string[],
  platform: NodeJS.Platform,
  uid: number | null,
  root = ROOT,
): string[] {
  return [...(platform === "linux" && uid === 0 ? ["--no-sandbox"] : []), root, ...files];
}

/** Opens the application. Signals that end this process end it too. */
export function launch(path: string, files: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  const args = toArguments(files, process.platform, process.getuid?.() ?? null);
  // Set by some editors for their own terminals; it would make Electron a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...clean } = env;
  // A group of its own: Ctrl-C shall reach the application, which then ends in order, and not its helper processes.
  // For an Electron whose own Node.js is too old to keep the history; a packaged application takes no notice of it.
  const withNode = { SANDPIT_NODE: process.execPath, ...clean };
  const child = spawn(path, args, { stdio: "inherit", env: withNode, detached: process.platform !== "win32" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return child;
}

/** Serves the window to a browser. Ctrl-C reaches the server by itself, which then ends in order. */
export function serveWindow(): ChildProcess {
  const child = spawn(process.execPath, [join(ROOT, "electron/cli/main.ts"), "serve", "--open"], { stdio: "inherit" });
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return child;
}
