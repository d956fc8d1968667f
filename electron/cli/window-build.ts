import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SandpitError } from "#shared/errors.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Where the window's page is once it is built. */
export const WINDOW_FOLDER = join(ROOT, "dist/renderer");

/**
 * Builds the window's page where this is a clone and the page is missing or older than its sources.
 * @throws SandpitError `internal` where that fails.
 */
export async function buildWindow(): Promise<void> {
  const script = join(ROOT, "scripts/build-window.ts");
  if (existsSync(script)) {
    // What it says belongs on standard error: standard output may be read by a program.
    const child = spawn(process.execPath, [script], { stdio: ["ignore", 2, 2] });
    const [code] = (await once(child, "exit")) as [number | null];
    if (code === 0) return;
  } else if (existsSync(join(WINDOW_FOLDER, "index.html"))) return;
  throw new SandpitError("internal", "The window could not be built. Run `npm run build` to see why.");
}
