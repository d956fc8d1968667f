import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect } from "vitest";
import { CodePage } from "./code-page.ts";
import { answerDialogs, shownBoxes } from "./dialogs.ts";
import { engineWindowTest, hasWindow, launch, windowTest } from "./launch.ts";
import { NO_ENGINE, type OpenedApp } from "./open-app.ts";

let opened: OpenedApp;
let code: CodePage;

const open = async (engine?: string) => {
  opened = await launch(engine ? { engine } : {});
  code = new CodePage(opened.page);
};
beforeEach(async () => {
  if (hasWindow) await open(NO_ENGINE);
});
afterEach(() => opened?.close());

const logged = async (): Promise<string> => {
  const folder = join(opened.home, "logs");
  const names = await readdir(folder).catch(() => []);
  return (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).join("\n");
};
const isSaved = (text: string) =>
  expect.poll(() => readFile(join(opened.home, "workspace.json"), "utf8").catch(() => "")).toContain(text);

/** Asks the page itself: to the tool that drives it, a page that has crashed once stays gone. */
const askPage = <T>(script: string): Promise<T | null> =>
  opened.app.evaluate(
    ({ BrowserWindow }, source) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(source) ?? Promise.resolve(null),
    script,
  );
/** Ends the page's process by force, and comes back once it is gone. */
const crash = () =>
  opened.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const shared = globalThis as { sandpitLoaded?: Promise<void> };
    // A page that is gone never answers, so nobody may ask before there is another.
    shared.sandpitLoaded = new Promise((loaded) => contents?.once("did-finish-load", () => loaded()));
    contents?.forcefullyCrashRenderer();
  });
const untilReloaded = () => opened.app.evaluate(() => (globalThis as { sandpitLoaded?: Promise<void> }).sandpitLoaded);
const textInPage = () => askPage<string>("document.querySelector('.cm-content')?.innerText ?? ''");

describe("a page whose process crashes", () => {
  windowTest("is brought back with its text after a question, and that is logged", async () => {
    await code.write("print('written before the crash')\n");
    await isSaved("written before the crash");
    await answerDialogs(opened.app, { messageBox: 0 }); // Reload
    await crash();
    await untilReloaded();
    await expect.poll(textInPage, { timeout: 20_000 }).toContain("written before the crash");
    expect(await shownBoxes(opened.app)).toEqual(["Sandpit's window stopped working"]);
    expect(await logged()).toMatch(/The window's process is gone: \w+/);
    // It is a window like any other: what is typed now is saved as well.
    await askPage(
      "document.querySelector('.cm-content').focus(), document.execCommand('insertText', false, '# after ')",
    );
    await isSaved("# after ");
  });

  engineWindowTest(
    "keeps what was typed up to Run, and the new page runs and stops programs as the old one did",
    async () => {
      await opened.close();
      await open();
      await code.untilWarm();
      await answerDialogs(opened.app, { messageBox: 0 });
      await code.runProgram("print('on and on')\nwhile True:\n    pass\n");
      await code.output.getByText("on and on").waitFor();
      await isSaved("on and on");
      await crash();
      await untilReloaded();
      await expect.poll(textInPage, { timeout: 20_000 }).toContain("on and on");
      await askPage("[...document.querySelectorAll('button')].find((button) => button.innerText === 'Run').click()");
      await expect
        .poll(() => askPage<string>("document.querySelector('[role=log]')?.innerText ?? ''"), { timeout: 20_000 })
        .toContain("on and on");
      await askPage("[...document.querySelectorAll('button')].find((button) => button.innerText === 'Stop').click()");
      await expect
        .poll(() => askPage<string>("document.querySelector('[data-outcome]')?.dataset.outcome ?? ''"), {
          timeout: 20_000,
        })
        .toBe("cancelled");
    },
  );

  windowTest("ends with the application where the user prefers that", async () => {
    await code.write("print('kept for the next time')\n");
    await isSaved("kept for the next time");
    await answerDialogs(opened.app, { messageBox: 1 }); // Quit
    const gone = new Promise((resolve) => opened.app.process().once("exit", resolve));
    await crash();
    await gone;
    await isSaved("kept for the next time");
  });
});

describe("a page that hangs", () => {
  windowTest("is brought back with its text, and asked about once", async () => {
    await code.write("print('written before it hung')\n");
    await isSaved("written before it hung");
    await answerDialogs(opened.app, { messageBox: 0 }); // Reload
    await opened.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const shared = globalThis as { sandpitLoaded?: Promise<void> };
      shared.sandpitLoaded = new Promise((loaded) => window?.webContents.once("did-finish-load", () => loaded()));
      void window?.webContents.executeJavaScript("for (;;) {}");
      // Electron says so itself only after somebody has tried to use the page for a while.
      window?.emit("unresponsive");
    });
    await untilReloaded();
    await expect.poll(textInPage, { timeout: 20_000 }).toContain("written before it hung");
    expect(await shownBoxes(opened.app)).toEqual(["Sandpit's window does not respond"]);
  });
});

describe("an error that nobody caught", () => {
  windowTest("in the page is said, logged, and costs no text", async () => {
    await code.write("print('still here')\n");
    await opened.page.evaluate(() => {
      setTimeout(() => {
        throw new Error("a fault made for the test");
      });
    });
    await opened.page.getByText("Something went wrong in this window").waitFor();
    await expect.poll(logged).toContain("a fault made for the test");
    expect(await code.text()).toContain("still here");
    await isSaved("still here");
  });

  windowTest("in the host is shown and logged, and the application goes on", async () => {
    await answerDialogs(opened.app, { messageBox: 0 });
    await opened.app.evaluate(() => {
      setTimeout(() => {
        throw new Error("a fault of the host");
      });
      void Promise.reject(new Error("a broken promise of the host"));
    });
    await expect.poll(() => shownBoxes(opened.app)).toContain("Something went wrong inside Sandpit");
    await expect.poll(logged).toMatch(/a fault of the host[\s\S]*a broken promise|a broken promise[\s\S]*a fault of/);
    await code.write("print('goes on')\n");
    await isSaved("goes on");
  });
});
