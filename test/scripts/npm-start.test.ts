import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../scripts/layout.ts";
import { copySources, type SourceCopy } from "../source-copy.ts";

let folder: string;
let copy: SourceCopy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-start-"));
  copy = await copySources(["electron"]);
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await copy.remove();
});

/** Runs `npm start`'s script for real, and answers what it has to say. */
async function start(root: string, env: NodeJS.ProcessEnv): Promise<{ said: string; exitCode: number | null }> {
  const { ELECTRON_OVERRIDE_DIST_PATH: _, DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  const child = spawn(process.execPath, ["scripts/start.ts"], { cwd: root, env: { ...rest, ...env } });
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { said: (stdout + stderr).trim(), exitCode };
}

// Each starts a process that loads the whole build: seconds on a busy machine.
describe("npm start without an Electron that it could open", { timeout: 60_000 }, () => {
  it("says why none could be downloaded, and what to do", async () => {
    // Port 9 discards: nobody listens there.
    const { said, exitCode } = await start(copy.root, { ELECTRON_MIRROR: "http://127.0.0.1:9/", DISPLAY: ":0" });
    expect(exitCode).toBe(1);
    expect(said).toMatch(
      /^Electron could not be downloaded \(.+\)\. Connect to the internet and run npm start again, .+\.$/,
    );
  });

  it("says where the folder that was named does not exist, or has no Electron", async () => {
    const missing = join(folder, "missing");
    expect(await start(ROOT, { ELECTRON_OVERRIDE_DIST_PATH: missing })).toEqual({
      said: `ELECTRON_OVERRIDE_DIST_PATH names a folder that does not exist: ${missing}. Correct or unset it.`,
      exitCode: 1,
    });
    const empty = join(folder, "empty");
    await mkdir(empty);
    const { said, exitCode } = await start(ROOT, { ELECTRON_OVERRIDE_DIST_PATH: empty });
    expect(exitCode).toBe(1);
    expect(said).toBe(`ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron: ${empty}. Correct or unset it.`);
  });

  it.skipIf(process.platform !== "linux")("says where there is no display to open a window on", async () => {
    await writeFile(join(folder, "electron"), "");
    const { said, exitCode } = await start(ROOT, { ELECTRON_OVERRIDE_DIST_PATH: folder });
    expect(exitCode).toBe(1);
    expect(said).toMatch(/^There is no display .+ xvfb-run\.$/);
  });
});
