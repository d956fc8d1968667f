import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

/**
 * Runs `npm start`'s script for real, ends it once it shows a link, and answers the first thing that it has to say, and
 * what a browser gets that opens the link.
 */
async function start(
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<{ said: string; page: string; exitCode: number | null }> {
  const { ELECTRON_OVERRIDE_DIST_PATH: _, DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  // No browser shall open in the middle of a test.
  const own = { SANDPIT_HOME: join(folder, "home"), PATH: process.env.PATH, BROWSER: "true", ...env };
  const child = spawn(process.execPath, ["scripts/start.ts"], { cwd: root, env: { ...rest, ...own } });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const errors = text(child.stderr);
  let page = "";
  for await (const line of createInterface({ input: child.stdout })) {
    const link = /Window: (\S+)/.exec(line)?.[1];
    if (link === undefined) continue;
    const opened = await fetch(link, { redirect: "manual" });
    const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
    page = await (await fetch(new URL("/", link), { headers: { cookie } })).text();
    child.kill("SIGTERM");
  }
  const exitCode = await ended;
  return { said: (await errors).trim().split("\n")[0] ?? "", page, exitCode };
}

const WINDOW = /<title>Sandpit<\/title>[\s\S]*<div id="root">/;

describe("npm start without an Electron that it could open", { timeout: 60_000 }, () => {
  it("says why none could be downloaded, and what to do, and serves the window to a browser", async () => {
    // Port 9 discards: nobody listens there.
    const { said, page, exitCode } = await start(copy.root, { ELECTRON_MIRROR: "http://127.0.0.1:9/" });
    expect(exitCode).toBe(0);
    expect(page).toMatch(WINDOW);
    expect(said).toMatch(
      /^Electron could not be downloaded \(.+\)\. Connect to the internet and run npm start again, .+\.$/,
    );
  });

  it("says where the folder that was named does not exist, or has no Electron", async () => {
    const missing = join(folder, "missing");
    expect(await start(copy.root, { ELECTRON_OVERRIDE_DIST_PATH: missing })).toEqual({
      said: `ELECTRON_OVERRIDE_DIST_PATH names a folder that does not exist: ${missing}. Correct or unset it.`,
      page: expect.stringMatching(WINDOW),
      exitCode: 0,
    });
    const empty = join(folder, "empty");
    await mkdir(empty);
    const { said, page } = await start(copy.root, { ELECTRON_OVERRIDE_DIST_PATH: empty });
    expect(page).toMatch(WINDOW);
    expect(said).toBe(`ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron: ${empty}. Correct or unset it.`);
  });

  it.skipIf(process.platform !== "linux")("says where there is no display to open a window on", async () => {
    await writeFile(join(folder, "electron"), "");
    const { said, page } = await start(copy.root, { ELECTRON_OVERRIDE_DIST_PATH: folder });
    expect(page).toMatch(WINDOW);
    expect(said).toMatch(/^There is no display .+ xvfb-run\.$/);
  });
});
