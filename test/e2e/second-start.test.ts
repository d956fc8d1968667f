import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect } from "vitest";
import { toArguments } from "../../scripts/launch.ts";
import { CodePage } from "./code-page.ts";
import { electronTest, launch } from "./launch.ts";
import { NO_ENGINE, type OpenedApp } from "./open-app.ts";

let opened: OpenedApp;
afterEach(() => opened?.close());

/** Opens the window, and makes a program for the second start. */
async function open(): Promise<string> {
  opened = await launch({ engine: NO_ENGINE });
  const file = join(opened.home, "second.py");
  await writeFile(file, "print('from the second start')\n");
  return file;
}

describe("Sandpit that is started a second time", () => {
  electronTest("opens the file in the window that is there, and ends", async () => {
    const file = await open();
    const path = await opened.app.evaluate(({ app }) => app.getPath("exe"));
    const second = spawn(path, [...toArguments([], process.platform, process.getuid?.() ?? null), file], {
      env: { ...process.env, SANDPIT_HOME: opened.home, DOCKER_HOST: NO_ENGINE },
      stdio: "ignore",
    });
    const [code] = await once(second, "exit");
    expect(code).toBe(0);
    const page = new CodePage(opened.page);
    await page.tab("second.py").waitFor();
    await expect.poll(() => page.text()).toContain("from the second start");
  });

  electronTest("while the first is ending begins anew with the file, once that has ended", async () => {
    const file = await open();
    const note = join(opened.home, "relaunched.json");
    const gone = once(opened.app.process(), "exit");
    await opened.app
      .evaluate(
        ({ app }, { path, sent }) => {
          // What the next start gets, in the place of that start, which nothing here could end.
          app.relaunch = (options) =>
            process.getBuiltinModule("node:fs").writeFileSync(path, JSON.stringify(options?.args));
          app.on("will-quit", () => app.emit("second-instance", {}, [], "", { files: [sent] }));
          app.quit();
        },
        { path: note, sent: file },
      )
      // It may be gone before it has answered.
      .catch(() => {});
    await gone;
    const args = JSON.parse(await readFile(note, "utf8")) as string[];
    expect(args.at(-1)).toBe(file);
    expect(args.filter((word) => word.endsWith(".py"))).toHaveLength(1);
  });
});
