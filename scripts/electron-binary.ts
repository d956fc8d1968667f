import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { ROOT } from "./layout.ts";

/** Where Electron is, or why there is none: one sentence, and what to do. */
export type ElectronBinary = { path: string } | { problem: string };

const SAY_SO_AFTER_MS = 1_500;

/** Finds the Electron binary. The `electron` package fetches it the first time that it is asked for. */
export async function findElectron(): Promise<ElectronBinary> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override && !existsSync(override)) {
    return {
      problem: `ELECTRON_OVERRIDE_DIST_PATH names a folder that does not exist: ${override}. Correct or unset it.`,
    };
  }
  const waiting = setTimeout(() => console.log("Fetching Electron, once (about 100 MB) …"), SAY_SO_AFTER_MS);
  // In a process of its own, because the package prints and, where it fails, leaves its reason in what it printed.
  const asking = spawn(process.execPath, ["-e", 'process.stdout.write("\\n" + require("electron"))'], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    text(asking.stdout),
    text(asking.stderr),
    new Promise<number | null>((resolve) => asking.once("close", resolve)),
  ]);
  clearTimeout(waiting);
  const path = stdout.trim().split("\n").at(-1) ?? "";
  if (exitCode === 0 && existsSync(path)) return { path };
  if (exitCode === 0 && override) {
    return {
      problem: `ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron: ${override}. Correct or unset it.`,
    };
  }
  if (exitCode === 0)
    return { problem: `There is no Electron at ${path}. Delete node_modules and run npm install again.` };
  return { problem: toProblem(stdout + stderr) };
}

/** Finds the reason in what the package printed, which is a stack trace. */
export function toProblem(printed: string): string {
  const reason =
    /(?:getaddrinfo|connect) E[A-Z_]+ ?[^\s,}]*/.exec(printed)?.[0] ??
    /Response code \d+[^\n]*/.exec(printed)?.[0] ??
    /^(?:\w*Error): (?!fetch failed|Electron failed)(.+)$/m.exec(printed)?.[1] ??
    "its server could not be reached";
  return (
    `Electron could not be downloaded (${reason.trim()}). Connect to the internet and run npm start again, or set ` +
    "ELECTRON_MIRROR to a mirror or ELECTRON_OVERRIDE_DIST_PATH to a folder that holds Electron."
  );
}
