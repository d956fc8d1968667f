import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CodePage } from "./code-page.ts";
import { runCommandLine, startCommandLine } from "./command-line.ts";
import { HistoryPage } from "./history-page.ts";
import { engineWindowTest, hasParts, launch } from "./launch.ts";
import type { OpenedApp } from "./open-app.ts";
import { takeExport } from "./take-export.ts";

let opened: OpenedApp;
let code: CodePage;
let history: HistoryPage;

const GREETING = 'name = input("Who? ")\nprint("Hello", name)\n';
const COLOURS = "print('\\033[32mgreen grass\\033[0m')\nprint(1 / 0)\n";

/** What the history begins with, by number: real runs, from the window and from the command line. */
const RUNS = { finished: 1, typed: 2, failed: 3, refused: 4, commandLine: 5, interrupted: 6 };

beforeAll(async () => {
  if (!hasParts) return;
  opened = await launch();
  code = new CodePage(opened.page);
  history = new HistoryPage(opened.page);
  await code.untilWarm();
  await code.runProgram("print('first of all')\n");
  await code.untilEnded("completed");
  await code.runProgram(GREETING);
  await code.input.fill("Ada");
  await code.input.press("Enter");
  await code.untilEnded("completed");
  await code.runProgram(COLOURS);
  await code.untilEnded("failed");
  await code.runProgram(`text = "${"x".repeat(60_000)}"\n`);
  await code.page.getByRole("alert").waitFor();

  const script = join(opened.home, "beside.js");
  await writeFile(script, "console.log('from beside')\n");
  expect(await runCommandLine(opened.home, ["run", script])).toBe(0);
  const waiting = join(opened.home, "waiting.js");
  await writeFile(waiting, "console.log('up'); setTimeout(() => {}, 20_000)\n");
  const child = startCommandLine(opened.home, ["run", "--backend", "local", waiting]);
  if (child.stdout) await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "close");
  await history.open();
  await history.row(RUNS.finished).waitFor();
});
afterAll(() => opened?.close());

const showAll = async () => {
  const all = opened.page.getByRole("button", { name: "Show all" });
  if (await all.isVisible()) await all.click();
};
/** What another process records is seen within seconds. */
const newestIs = (ending: string) =>
  expect.poll(async () => (await history.column("ending"))[0], { timeout: 15_000 }).toBe(ending);
const isGridFocused = () => history.grid.evaluate((grid) => grid === document.activeElement);
const seqs = () => history.rows.evaluateAll((rows) => rows.map(({ id }) => Number(id.replace("run-", ""))));

describe("the history", () => {
  engineWindowTest("has every run, newest first, refused and interrupted ones too", async () => {
    expect(await history.column("ending")).toEqual([
      ...["Interrupted", "Finished", "Refused", "Error", "Finished", "Finished"],
    ]);
    expect(await history.column("source")).toEqual([
      "Command line",
      "Command line",
      "Window",
      "Window",
      "Window",
      "Window",
    ]);
    expect((await history.column("backend"))[0]).toBe("Not isolated");
    expect(await history.lead.innerText()).toMatch(/^6 runs · /);
  });

  engineWindowTest("is narrowed by language, ending, isolation, source, time and text in the code", async () => {
    await history.narrow("Language", "JavaScript (Node.js 18)");
    await expect.poll(seqs).toEqual([RUNS.interrupted, RUNS.commandLine]);
    await history.narrow("Isolation", "Isolated");
    await expect.poll(seqs).toEqual([RUNS.commandLine]);
    await expect.poll(() => history.lead.innerText()).toMatch(/^1 of 6 runs/);
    await showAll();
    await expect.poll(seqs).toHaveLength(6);
    await history.narrow("Ending", "Refused");
    await expect.poll(seqs).toEqual([RUNS.refused]);
    await history.narrow("Ending", "Ending: any");
    await history.narrow("From", "Window");
    await expect.poll(seqs).toHaveLength(4);
    await history.search.fill('INPUT("who');
    await expect.poll(seqs).toEqual([RUNS.typed]);
    await showAll();
    await history.search.fill("nobody wrote this");
    await opened.page.getByText("No run matches").waitFor();
    await showAll();
    await history.narrow("Time", "Days…");
    await expect.poll(seqs).toHaveLength(6);
    await opened.page.getByLabel("Last day").fill("2020-01-01");
    await opened.page.getByText("No run matches").waitFor();
    await showAll();
    await expect.poll(seqs).toHaveLength(6);
  });

  engineWindowTest("opens a run with its code, its output as it was, its limits and its image", async () => {
    await history.openRun(RUNS.failed);
    const { details } = history;
    await details.getByLabel("Code of main.py").getByText("green grass").waitFor();
    const green = details.getByText("green grass", { exact: true });
    const inkOf = (element: Element) => getComputedStyle(element).color;
    expect(await green.last().evaluate(inkOf)).not.toBe(
      await details.getByText("Error", { exact: true }).evaluate(inkOf),
    );
    await details.getByRole("group", { name: "Error output" }).getByText("ZeroDivisionError").waitFor();
    const facts = await details.locator(".run-facts").innerText();
    for (const fact of ["Python 3.11", "Isolated", "128 MB of memory", "sha256:", "Automatic", "30 s"])
      expect(facts).toContain(fact);
    await history.openRun(RUNS.refused);
    await details.getByText("51,200 are allowed").waitFor();
    await details.getByText("The program never ran.").waitFor();
    await history.openRun(RUNS.interrupted);
    await details.getByText("Sandpit ended before the run did", { exact: false }).first().waitFor();
  });

  engineWindowTest("runs one again, with the input that it had", async () => {
    await history.openRun(RUNS.typed);
    await history.details.getByText("Ada", { exact: true }).waitFor();
    await history.details.getByRole("button", { name: "Run again" }).click();
    await code.output.getByText("Hello Ada").waitFor();
    await code.untilEnded("completed");
    expect(await code.text()).toBe(GREETING);
    await history.open();
    await expect.poll(seqs).toHaveLength(7);
    await history.openRun(7);
    await history.details.getByText("Ada", { exact: true }).waitFor();
  });

  engineWindowTest("opens the code of one in the editor, beside what is there", async () => {
    await history.openRun(RUNS.commandLine);
    await history.details.getByRole("button", { name: "Open in editor" }).click();
    await code.tab("beside.js").waitFor();
    expect(await code.text()).toContain("from beside");
    expect(await code.language.innerText()).toContain("JavaScript");
    await history.open();
  });

  engineWindowTest("compares two", async () => {
    await history.choose(RUNS.finished, RUNS.failed);
    await opened.page.locator(".screen__actions").getByRole("button", { name: "Compare" }).click();
    const dialog = opened.page.getByRole("dialog", { name: `Run ${RUNS.finished} and run ${RUNS.failed}` });
    await dialog.getByLabel("Code of the older run").getByText("first of all").waitFor();
    await dialog.getByLabel("Code of the newer run").getByText("green grass").waitFor();
    await dialog.getByLabel("Output of the newer run").getByText("ZeroDivisionError").waitFor();
    await code.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  engineWindowTest("exports what is chosen, or all that is shown", async () => {
    const saveAs = (name: string) => async () => {
      await opened.page.getByRole("button", { name: "Export…" }).click();
      await opened.page.getByRole("menuitem", { name }).click();
    };
    const { text } = await takeExport(opened, saveAs("JSON Lines, the chosen runs"));
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ seq }) => seq).toSorted()).toEqual([RUNS.finished, RUNS.failed]);
    expect(lines.find(({ seq }) => seq === RUNS.finished)).toMatchObject({ result: { stdout: "first of all\n" } });
    await opened.page.getByRole("button", { name: "Choose none" }).click();
    await history.narrow("Ending", "Error");
    await expect.poll(seqs).toEqual([RUNS.failed]);
    const csv = await takeExport(opened, saveAs("CSV, all runs shown"));
    expect(csv.text).toMatch(/^\uFEFFnumber,[^\n]*\r\n3,/);
    expect(csv.text).not.toContain("first of all");
    await showAll();
  });

  engineWindowTest("is used by the keyboard alone, and deletes after a question", async () => {
    const { page } = opened;
    await expect.poll(seqs).toHaveLength(7);
    await page.getByRole("heading", { level: 1, name: "History" }).focus();
    for (let presses = 0; presses < 30; presses += 1) {
      if (await history.grid.evaluate((grid) => grid === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await history.details.getByRole("heading", { name: "Run 7 ·" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await history.details.getByRole("heading", { name: `Run ${RUNS.interrupted} ·` }).waitFor();
    await page.keyboard.press("Escape");
    await history.details.waitFor({ state: "detached" });
    await page.keyboard.press(" ");
    expect(await history.row(RUNS.interrupted).getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("Delete");
    const question = page.getByRole("alertdialog", { name: "Delete 1 run?" });
    await question.waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(isGridFocused).toBe(true);
    expect(await seqs()).toHaveLength(7);
    await page.keyboard.press("Delete");
    await question.getByRole("button", { name: "Delete" }).press("Enter");
    await expect.poll(seqs).toEqual([7, 5, 4, 3, 2, 1]);
    await expect.poll(isGridFocused).toBe(true);
  });

  engineWindowTest("shows a run of the command line by itself, and that it was killed", async () => {
    await showAll();
    const script = join(opened.home, "meanwhile.js");
    await writeFile(script, "console.log('up'); setTimeout(() => {}, 60_000)\n");
    const child = startCommandLine(opened.home, ["run", "--backend", "local", script]);
    await newestIs("Running");
    child.kill("SIGKILL");
    await newestIs("Interrupted");
    expect(await runCommandLine(opened.home, ["history", "clear", "--yes"])).toBe(0);
    await opened.page.getByText("No runs yet").waitFor();
    await code.goTo();
    await code.runButton.click();
    await code.untilEnded("completed");
    await history.open();
    await expect.poll(() => history.column("ending")).toEqual(["Finished"]);
  });

  engineWindowTest("shows a run of this window at once, and is cleared after a question", async () => {
    const { page } = opened;
    await page.getByRole("button", { name: "Clear all…" }).click();
    const question = page.getByRole("alertdialog", { name: "Delete the whole history?" });
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(seqs).toHaveLength(1);
    await page.getByRole("button", { name: "Clear all…" }).click();
    await question.getByRole("button", { name: "Delete all" }).click();
    await page.getByText("No runs yet").waitFor();
    await page.getByText("Deleted 1 run. The audit trail keeps that this was done.").waitFor();
    await code.goTo();
    await code.runButton.click();
    await code.untilEnded("completed");
    await history.open();
    await expect.poll(() => history.column("ending")).toEqual(["Finished"]);
  });
});
