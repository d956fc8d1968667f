import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { copySources, type SourceCopy } from "../source-copy.ts";
import { CodePage } from "./code-page.ts";
import { electronTest, hasWindow } from "./launch.ts";
import { NO_ENGINE, newHome } from "./open-app.ts";

let copy: SourceCopy;
let home: string;
let development: ChildProcess;
let browser: Browser;
let lines: Interface | undefined;

/** Where Chromium says that it listens. It says so again after every restart. */
const nextAddress = () =>
  new Promise<string>((found, failed) => {
    const said: string[] = [];
    lines?.on("line", function look(line: string) {
      said.push(line);
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address === undefined) return;
      lines?.off("line", look);
      found(address);
    });
    development.once("exit", () => failed(new Error(`npm run dev ended. ${said.join("\n")}`)));
  });

async function connect(address: string): Promise<Page> {
  browser = await chromium.connectOverCDP(address);
  const context = browser.contexts()[0];
  const page = context?.pages()[0] ?? (await context?.waitForEvent("page"));
  if (!page) throw new Error("There is no page.");
  await page.locator(".cm-content").waitFor();
  return page;
}

/** Changes a source file of the copy, as an editor does. */
async function edit(path: string, from: string, to: string): Promise<void> {
  const before = await readFile(join(copy.root, path), "utf8");
  expect(before).toContain(from);
  await writeFile(join(copy.root, path), before.replace(from, to));
}

beforeAll(async () => {
  if (!hasWindow) return;
  home = await newHome();
  copy = await copySources();
  development = spawn(process.execPath, ["scripts/dev.ts", "--remote-debugging-port=0"], {
    cwd: copy.root,
    env: { ...process.env, SANDPIT_HOME: home, DOCKER_HOST: NO_ENGINE },
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (development.stderr) lines = createInterface({ input: development.stderr });
});
afterAll(async () => {
  if (!hasWindow) return;
  await browser?.close();
  const gone = once(development, "exit");
  development.kill("SIGTERM");
  await gone;
  await copy.remove();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

describe("npm run dev", () => {
  electronTest("shows a changed component and style at once, and keeps what was typed", async () => {
    const page = await connect(await nextAddress());
    const code = new CodePage(page);
    await code.write("print('typed while developing')\n");
    await page.evaluate(() => Object.assign(window, { isTheSamePage: true }));

    await edit("renderer/isolation/engine-card.tsx", "Programs cannot be isolated yet", "Changed while it runs");
    await page.getByText("Changed while it runs").waitFor();
    await edit("renderer/styles/tokens.css", "--canvas: light-dark(#f4f0e8", "--canvas: light-dark(#010203");
    await page.evaluate(() => document.documentElement.setAttribute("data-theme", "light"));
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(1, 2, 3)");
    expect(await code.text()).toContain("typed while developing");
    expect(await page.evaluate(() => "isTheSamePage" in window)).toBe(true);
  });

  electronTest("restarts the application when its own code changes, with the text", async () => {
    const page = browser.contexts()[0]?.pages()[0];
    if (page) await new CodePage(page).write("print('typed before the restart')\n");
    await expect
      .poll(() => readFile(join(home, "workspace.json"), "utf8").catch(() => ""))
      .toContain("typed before the restart");
    const restarted = nextAddress();
    await edit("electron/app/window.ts", 'title: "Sandpit"', 'title: "Sandpit, changed"');
    const after = await connect(await restarted);
    expect(await new CodePage(after).text()).toContain("typed before the restart");
  });
});
