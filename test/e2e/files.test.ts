import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from "vitest";
import { reload } from "./clipboard.ts";
import { CodePage } from "./code-page.ts";
import { answerDialogs, shownBoxes } from "./dialogs.ts";
import { electronTest, launch, windowTest } from "./launch.ts";
import { chooseInMenu } from "./menu.ts";
import { NO_ENGINE, newHome, type OpenedApp } from "./open-app.ts";
import { removeObstacle, savedDrafts, typeUnsavable } from "./unsavable.ts";

let folder: string;
let home: string;
let launched: OpenedApp;
let code: CodePage;

const open = async () => {
  launched = await launch({ home, engine: NO_ENGINE });
  code = new CodePage(launched.page);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-files-"));
});
beforeEach(async () => {
  home = await newHome();
});
afterEach(async () => {
  await launched?.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("what was typed", () => {
  windowTest("is there again after the application was killed", async () => {
    await open();
    await code.write("print('not saved by anybody')\n");
    // Saved as one types: the file says when, and no test needs to guess.
    await expect
      .poll(() => readFile(join(home, "workspace.json"), "utf8").catch(() => ""))
      .toContain("not saved by anybody");
    await launched.kill();
    await open();
    expect(await code.text()).toContain("print('not saved by anybody')");
  });

  windowTest("is there again after the page was loaded anew", async () => {
    await open();
    await code.write("print('before the reload')\n");
    await expect
      .poll(() => readFile(join(home, "workspace.json"), "utf8").catch(() => ""))
      .toContain("before the reload");
    await reload(launched);
    await expect.poll(() => code.text(), { timeout: 15_000 }).toContain("before the reload");
  });

  windowTest("is still there where the file that kept it was damaged, and that is said", async () => {
    await writeFile(join(home, "workspace.json"), '{"version":1,"drafts":[{"half');
    await open();
    await launched.page
      .getByText(/damaged/i)
      .first()
      .waitFor();
    expect(await code.text()).toContain("input("); // the sample, not an empty window
  });
});

describe("a text that cannot be saved", () => {
  const closeWindow = () => launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const ended = () => new Promise<void>((end) => launched.app.process().once("exit", () => end()));

  electronTest("keeps its window open until somebody agrees to lose it", async () => {
    await open();
    await typeUnsavable(launched, "print('typed last')\n");
    await answerDialogs(launched.app, { messageBox: 0 }); // Keep Open
    await closeWindow();
    await expect.poll(() => shownBoxes(launched.app)).toEqual(["Your text could not be saved. Close all the same?"]);
    expect(await code.text()).toContain("typed last");
    await answerDialogs(launched.app, { messageBox: 1 }); // Close and Lose It
    const end = ended();
    await launched.app.evaluate(({ app }) => app.quit());
    await end;
  });

  electronTest("is tried once more when the window closes, which then asks nothing", async () => {
    await open();
    await typeUnsavable(launched, "print('typed last')\n");
    await answerDialogs(launched.app, { messageBox: 0 });
    await removeObstacle(home);
    const end = ended();
    await closeWindow();
    await end;
    expect(await savedDrafts(home)).toContain("typed last");
  });

  electronTest("does not keep a page that is stuck from being closed", async () => {
    await open();
    await code.write("print('stuck')\n");
    await expect.poll(() => savedDrafts(home)).toContain("stuck");
    const end = ended();
    await launched.app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      await window?.webContents.executeJavaScript("setTimeout(() => { for (;;); }), null");
      window?.close();
    });
    await end;
  });
});

describe("a program", () => {
  electronTest("is saved, closed, and opened again", async () => {
    await open();
    const path = join(folder, "saved.py");
    await answerDialogs(launched.app, { save: path, open: [path] });
    await code.write("print('kept')\n");
    await chooseInMenu(launched.app, "file.save");
    await expect.poll(() => readFile(path, "utf8").catch(() => "")).toBe("print('kept')\n");
    await code.tab("saved.py").waitFor();
    await code.write("print('changed')\n");
    await launched.page.getByRole("tab", { name: /saved\.py.*not saved/ }).waitFor();
    await chooseInMenu(launched.app, "file.save");
    await expect.poll(() => readFile(path, "utf8")).toBe("print('changed')\n");
    await code.tab("saved.py").press("Delete");
    await expect.poll(() => code.tab("saved.py").count()).toBe(0);
    await launched.page.getByRole("button", { name: "File", exact: true }).click();
    await launched.page.getByRole("menuitem", { name: /^Open/ }).first().click();
    await code.tab("saved.py").waitFor();
    expect(await code.text()).toContain("print('changed')");
  });

  electronTest("that another program changes is noticed, and nothing is overwritten unasked", async () => {
    await open();
    const path = join(folder, "shared.py");
    await writeFile(path, "print('one')\n");
    await answerDialogs(launched.app, { open: [path] });
    await launched.page.getByRole("button", { name: "File", exact: true }).click();
    await launched.page.getByRole("menuitem", { name: /^Open/ }).first().click();
    await code.tab("shared.py").waitFor();
    await writeFile(path, "print('two')\n");
    await expect.poll(() => code.text(), { timeout: 5000 }).toContain("two");

    await code.write("print('mine')\n");
    await writeFile(path, "print('theirs')\n");
    const keep = launched.page.getByRole("button", { name: "Keep mine" });
    await keep.waitFor();
    expect(await code.text()).toContain("mine");
    expect(await readFile(path, "utf8")).toBe("print('theirs')\n");
    await launched.page.getByRole("button", { name: "Load theirs" }).click();
    await expect.poll(() => code.text()).toContain("theirs");
  });

  electronTest("that another program removes is noticed, keeps its text, and can be written again", async () => {
    await open();
    const path = join(folder, "removed.py");
    await writeFile(path, "print('only here now')\n");
    await answerDialogs(launched.app, { open: [path] });
    await chooseInMenu(launched.app, "file.open");
    await code.tab("removed.py").waitFor();
    await rm(path);
    await launched.page.getByText("removed.py is no longer on disk").waitFor();
    expect(await code.text()).toContain("only here now");
    await launched.page.getByRole("button", { name: "Save again" }).click();
    await expect.poll(() => readFile(path, "utf8").catch(() => "")).toBe("print('only here now')\n");
    await launched.page.getByText("removed.py is no longer on disk").waitFor({ state: "detached" });

    await rm(path);
    await launched.page.getByRole("button", { name: "Keep as a draft" }).click();
    await launched.page.getByRole("tab", { name: /removed\.py.*not saved/ }).waitFor();
    expect(await code.text()).toContain("only here now");
    expect(await readFile(path, "utf8").catch(() => null)).toBeNull();
  });

  windowTest("that is dropped on the window opens; while it hovers, the window says so", async () => {
    await open();
    const address = launched.page.url();
    const path = join(folder, "dropped.py");
    await writeFile(path, "print('from the desktop')\n");
    const session = await launched.page.context().newCDPSession(launched.page);
    const drag = (type: "dragEnter" | "dragOver" | "drop") =>
      session.send("Input.dispatchDragEvent", {
        type,
        x: 300,
        y: 300,
        data: { items: [], files: [path], dragOperationsMask: 1 },
      });
    const overlay = launched.page.getByText("Drop to open");
    // The tool can drop a file, but not move away with it: that is said to the page.
    const hover = (type: "dragenter" | "dragleave") =>
      launched.page.locator(".cm-content").evaluate((element, name) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([], "dropped.py"));
        element.dispatchEvent(new DragEvent(name, { bubbles: true, dataTransfer }));
      }, type);
    await hover("dragenter");
    await overlay.waitFor();
    await hover("dragleave");
    await overlay.waitFor({ state: "detached" });

    await drag("dragEnter");
    await drag("dragOver");
    await overlay.waitFor();
    await drag("drop");
    await overlay.waitFor({ state: "detached" });
    await code.tab("dropped.py").waitFor();
    expect(await code.text()).toContain("from the desktop");
    expect(launched.page.url()).toBe(address);
  });

  electronTest("says what renaming does to its file, and that a name is taken", async () => {
    await open();
    const path = join(folder, "named.py");
    await writeFile(path, "print('named')\n");
    await answerDialogs(launched.app, { open: [path] });
    await code.write("print('another')\n");
    await chooseInMenu(launched.app, "file.open");
    const field = launched.page.getByRole("textbox", { name: "File name" });
    const hint = launched.page.getByText("The file on disk stays as it is.");
    await code.tab("named.py").press("F2");
    await hint.waitFor();
    await field.fill("main.py");
    await field.press("Enter");
    await launched.page.getByRole("alert").getByText("already named main.py").waitFor();
    await hint.waitFor({ state: "detached" });
    // Who leaves the field is told, too.
    await code.editor.click();
    const notices = launched.page.getByRole("status", { name: "Notices" });
    await notices.getByText("Another open file is already named main.py. The name is still named.py.").waitFor();
    await code.tab("named.py").press("F2");
    await field.fill("renamed.py");
    await field.press("Enter");
    await code.tab("renamed.py").press("F2");
    await field.waitFor();
    expect(await hint.count()).toBe(0);
    expect(await readFile(path, "utf8")).toBe("print('named')\n");
  });

  electronTest("has one tab, and shows its folder beside another of the same name", async () => {
    await open();
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    for (const place of [one, two]) {
      await mkdir(place);
      await writeFile(join(place, "same.py"), `print('${place}')\n`);
    }
    await answerDialogs(launched.app, { open: [join(one, "same.py"), join(two, "same.py")] });
    await chooseInMenu(launched.app, "file.open");
    await code.files.getByRole("tab", { name: "same.py one" }).waitFor();
    await code.files.getByRole("tab", { name: "same.py two" }).waitFor();
    // Saved over the other: that one keeps its text as a draft, and nothing is called alike any more.
    await answerDialogs(launched.app, { save: join(one, "same.py") });
    await chooseInMenu(launched.app, "file.saveAs");
    await code.tab("same-2.py").click();
    await expect.poll(() => code.text()).toContain(one);
    expect(await code.files.getByRole("tab", { name: /^same/ }).allInnerTexts()).toEqual(
      expect.arrayContaining(["same.py"]),
    );
    expect(await code.files.locator(".file-tab__folder").count()).toBe(0);
  });

  electronTest("whose tab was closed is opened again from the menu", async () => {
    await open();
    await code.write("print('closed by mistake')\n");
    await chooseInMenu(launched.app, "file.closeTab");
    await launched.page.getByRole("button", { name: "Close without saving" }).click();
    await expect.poll(() => code.tab("main.py").count()).toBe(0);
    await chooseInMenu(launched.app, "file.reopenTab");
    await code.tab("main.py").waitFor();
    expect(await code.text()).toContain("closed by mistake");
  });

  electronTest("keeps a second window from opening: the first is used, with the file", async () => {
    await open();
    const path = join(folder, "argument.py");
    await writeFile(path, "print('from outside')\n");
    await launched.app.evaluate(({ app }, file) => app.emit("open-file", { preventDefault() {} }, file), path);
    await code.tab("argument.py").waitFor();
    expect(await code.text()).toContain("from outside");
    expect(await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
});
