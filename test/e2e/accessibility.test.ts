import { afterEach, describe, expect } from "vitest";
import { findViolations } from "./axe.ts";
import { CodePage } from "./code-page.ts";
import { answerDialogs } from "./dialogs.ts";
import { HistoryPage } from "./history-page.ts";
import { engineWindowTest, isInBrowser, launch, windowTest } from "./launch.ts";
import { chooseInMenu } from "./menu.ts";
import { NO_ENGINE, type OpenedApp, type OpenOptions } from "./open-app.ts";
import { SettingsPage } from "./settings-page.ts";

let opened: OpenedApp | undefined;

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

async function open(options: Omit<OpenOptions, "electronPath"> = {}): Promise<CodePage> {
  opened = await launch(options);
  // A colour that is just changing is neither the one nor the other.
  await opened.page.emulateMedia({ reducedMotion: "reduce" });
  return new CodePage(opened.page);
}

/** All 16 colours as text and as background, alone and on each other, and some that a program mixes itself. */
const COLOURS = `
def show(*codes):
    print('\\033[' + ';'.join(str(code) for code in codes) + 'm' + 'text' + '\\033[0m', end=' ')

for code in [*range(30, 38), *range(90, 98)]:
    for codes in [(code,), (2, code), (7, code), (code + 10,), (code, 44), (code, 103)]:
        show(*codes)
    print()
for index in range(16, 256, 12):
    show(38, 5, index)
    show(48, 5, index)
show(38, 2, 10, 200, 30)
show(2)
print()
`;

const violations = () => findViolations(opened as OpenedApp);

describe("axe finds nothing to complain about", () => {
  engineWindowTest("while nothing runs, and in what opens from there", async () => {
    const code = await open();
    await code.untilWarm();
    expect(await violations(), "idle").toEqual([]);

    await code.badge.click();
    await code.page.getByRole("dialog", { name: "Isolation" }).waitFor();
    expect(await violations(), "badge details").toEqual([]);
    await code.press("Escape");

    await code.language.click();
    await code.page.getByRole("menu").waitFor();
    expect(await violations(), "language list").toEqual([]);
    await code.press("Escape");

    await code.page.getByRole("button", { name: "File", exact: true }).click();
    await code.page.getByRole("menu").waitFor();
    expect(await violations(), "file menu").toEqual([]);
    await code.press("Escape");

    await code.editor.click();
    if (isInBrowser) await code.press("Mod+f");
    else await chooseInMenu((opened as OpenedApp).app, "edit.find");
    await code.page.getByRole("textbox", { name: "Find" }).fill("print");
    expect(await violations(), "find panel").toEqual([]);
    await code.press("Escape");

    await code.write("pri");
    await code.press("Control+Space");
    await code.page.locator(".cm-tooltip-autocomplete").waitFor();
    expect(await violations(), "completion").toEqual([]);
    await code.press("Escape");

    await code.tab("main.py").press("F2");
    await code.page.getByRole("textbox", { name: /name/i }).waitFor();
    await code.page.keyboard.type("a/b");
    await code.press("Enter");
    await code.page.getByRole("alert").waitFor();
    expect(await violations(), "renaming, with a name that cannot be").toEqual([]);
    await code.press("Escape");

    await code.tab("main.py").press("Delete");
    await code.page.getByRole("alertdialog").waitFor();
    expect(await violations(), "close dialog").toEqual([]);
    await code.page.getByRole("button", { name: "Close without saving" }).click();
    await code.page.getByText("No file is open").waitFor();
    expect(await violations(), "empty workspace, with a notice").toEqual([]);
  });

  engineWindowTest("while a program runs, waits, and has ended well or badly", async () => {
    const code = await open();
    await code.untilWarm();
    await code.runProgram(
      "import sys\nprint('\\033[31mred\\033[0m \\033[1;36mcyan\\033[0m')\nprint('note', file=sys.stderr)\nname = input('Who? ')\nprint('Hello', nam)\n",
    );
    await code.page.getByText("Your program is waiting for input").waitFor();
    expect(await violations(), "waiting").toEqual([]);
    await code.input.fill("Ada");
    await code.input.press("Enter");
    await code.untilEnded("failed");
    expect(await violations(), "failed").toEqual([]);

    // A browser has no menu of ours; the page is the same.
    if (!isInBrowser) {
      await chooseInMenu((opened as OpenedApp).app, "view.panelSide");
      expect(await violations(), "output below").toEqual([]);
      for (let step = 0; step < 8; step += 1) await chooseInMenu((opened as OpenedApp).app, "view.fontLarger");
      expect(await violations(), "large text").toEqual([]);
    }

    await code.runProgram("print('fine')\n");
    await code.untilEnded("completed");
    expect(await violations(), "completed").toEqual([]);
    await code.runProgram(COLOURS);
    await code.untilEnded("completed");
    expect(await violations(), "coloured output").toEqual([]);
    await code.runProgram("import time\nprint('going on', flush=True)\ntime.sleep(20)\n");
    await code.output.getByText("going on").waitFor();
    expect(await violations(), "running").toEqual([]);
    await code.stopButton.click();
    await code.untilEnded("cancelled");
    expect(await violations(), "cancelled").toEqual([]);
    await code.runProgram(`text = "${"x".repeat(60_000)}"\n`);
    await code.page.getByRole("alert").waitFor();
    expect(await violations(), "refused, too long").toEqual([]);
  });

  engineWindowTest("where images are missing", async () => {
    const code = await open({ images: false });
    await code.page.getByRole("region", { name: "Set up languages" }).waitFor();
    expect(await violations()).toEqual([]);
  });

  windowTest("at the first start without an engine, and without isolation", async () => {
    const code = await open({ engine: NO_ENGINE });
    const { app, page } = opened as OpenedApp;
    const setup = page.getByRole("region", { name: "Set up isolation" });
    await setup.getByText("Where Sandpit has looked").click();
    expect(await violations(), "no engine").toEqual([]);
    await code.badge.click();
    await page.getByRole("dialog", { name: "Isolation" }).waitFor();
    expect(await violations(), "badge details").toEqual([]);
    await code.press("Escape");
    await answerDialogs(app, { messageBox: 1 });
    await setup.getByRole("button", { name: "Continue without isolation" }).click();
    await setup.waitFor({ state: "hidden" });
    await code.chooseLanguage("JavaScript");
    await code.write("console.log('hello')\n");
    await code.runInsecurely.click();
    await code.untilEnded("completed");
    expect(await violations(), "not isolated").toEqual([]);
  });

  engineWindowTest("in the history, empty and with runs", { timeout: 180_000 }, async () => {
    const code = await open();
    const { page } = opened as OpenedApp;
    const history = new HistoryPage(page);
    await history.open();
    await page.getByText("No runs yet").waitFor();
    expect(await violations(), "no history").toEqual([]);
    await code.goTo();
    await code.untilWarm();
    await code.runProgram("# in a colour\nprint('\\033[32mgreen\\033[0m')\nprint(1 / 0)\n");
    await code.untilEnded("failed");
    await code.runProgram("# what was typed\nprint(input())\n");
    await code.input.fill("Ada");
    await code.input.press("Enter");
    await code.untilEnded("completed");
    await code.runProgram(`text = "${"x".repeat(60_000)}"\n`);
    await page.getByRole("alert").waitFor();

    await history.open();
    await history.rows.nth(2).waitFor();
    expect(await violations(), "history").toEqual([]);
    for (const seq of [1, 2, 3]) {
      await history.openRun(seq);
      expect(await violations(), `run ${seq}`).toEqual([]);
    }
    await history.narrow("Time", "Days…");
    await history.choose(1, 2);
    expect(await violations(), "history, narrowed and chosen").toEqual([]);
    await page.locator(".screen__actions").getByRole("button", { name: "Compare" }).click();
    await page.getByLabel("Code of the newer run").waitFor();
    expect(await page.locator(".cm-merge-b .cm-changedLine").first().innerText()).toContain("# what was typed");
    expect(await violations(), "compared").toEqual([]);
    await code.press("Escape");
    await page.getByRole("button", { name: "Clear all…" }).click();
    expect(await violations(), "question").toEqual([]);
    await code.press("Escape");
    await history.search.fill("nobody wrote this");
    await page.getByText("No run matches").waitFor();
    expect(await violations(), "nothing matches").toEqual([]);
  });

  engineWindowTest("in insights and settings", async () => {
    const code = await open();
    const { page } = opened as OpenedApp;
    await code.untilWarm();
    await code.runProgram("print(1 / 0)\n");
    await code.untilEnded("failed");
    await code.press("Mod+6");
    await page.getByText("As a table").click();
    expect(await violations(), "insights").toEqual([]);

    await code.press("Mod+7");
    const settings = new SettingsPage(page);
    await settings.field("limits.cpus").waitFor();
    await settings.type("limits.cpus", "half");
    await settings.row("limits.cpus").getByRole("alert").waitFor();
    expect(await violations(), "settings").toEqual([]);
    await settings.search.fill("no such thing");
    expect(await violations(), "no setting").toEqual([]);
  });
});
