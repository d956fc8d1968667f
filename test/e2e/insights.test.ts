import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CodePage } from "./code-page.ts";
import { runCommandLine } from "./command-line.ts";
import { HistoryPage } from "./history-page.ts";
import { engineWindowTest, hasParts, launch } from "./launch.ts";
import { chooseTheme } from "./menu.ts";
import type { OpenedApp } from "./open-app.ts";
import { SettingsPage } from "./settings-page.ts";

let opened: OpenedApp;
let code: CodePage;

beforeAll(async () => {
  if (!hasParts) return;
  opened = await launch();
  code = new CodePage(opened.page);
  await code.untilWarm();
});
afterAll(() => opened?.close());

async function openInsights(): Promise<void> {
  await opened.page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Insights" }).click();
  await opened.page.getByRole("heading", { level: 1, name: "Insights" }).waitFor();
}

/** The numbers of a part, by the words before them. */
async function numbersOf(title: string): Promise<Record<string, string>> {
  const rows = opened.page.getByRole("region", { name: title, exact: true }).locator("tbody tr");
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll("th, td")].slice(0, 2).map((cell) => cell.textContent ?? "")),
  );
  return Object.fromEntries(cells);
}

describe("the insights", () => {
  engineWindowTest("say so where there is nothing to count", async () => {
    await openInsights();
    await opened.page.getByText("Nothing to count yet").waitFor();
    await code.goTo();
  });

  engineWindowTest("flag programs that meet a limit again and again, and show the runs", async () => {
    const settings = new SettingsPage(opened.page);
    await settings.open();
    await settings.type("abuse.runs", "2");
    await expect.poll(() => settings.lead.innerText()).toBe("1 setting changed");
    await code.goTo();
    await code.runProgram("print('fine')\n");
    await code.untilEnded("completed");
    for (let run = 0; run < 2; run += 1) {
      await code.runProgram(`print("${run}" * 20_000)\n`);
      await code.untilEnded("output_limit");
      await code.runProgram("print('fine')\n");
      await code.untilEnded("completed");
    }
    const notices = opened.page.getByRole("status", { name: "Notices" });
    await notices.getByText("2 programs from the window printed too much").waitFor();
    await notices.getByRole("button", { name: "Show the runs" }).click();
    const history = new HistoryPage(opened.page);
    await history.details.getByText("Too much output").waitFor();
    await expect.poll(() => history.grid.locator('tr[aria-selected="true"]').count()).toBe(2);
    await expect.poll(() => history.lead.innerText()).toContain("2 chosen");
  });

  engineWindowTest(
    "count runs by day, language, ending, isolation and limits, as numbers and not as a picture alone",
    async () => {
      await openInsights();
      await opened.page.getByText("5 runs in the last 30 days").waitFor();
      expect(await numbersOf("Language")).toEqual({ "Python 3.11": "5" });
      expect(await numbersOf("Ending")).toEqual({ Finished: "3", "Too much output": "2" });
      expect(await numbersOf("Isolation")).toEqual({ Isolated: "5" });
      expect(await numbersOf("From")).toEqual({ Window: "5" });
      expect(await numbersOf("Limits met")).toEqual({ Time: "0", Memory: "0", Output: "2", Processes: "0" });
      expect(await numbersOf("How long it took")).toMatchObject({ "First output": "5", "Whole run": "5" });
      const days = opened.page.getByRole("region", { name: "Runs by day" });
      await days.getByText("As a table").click();
      const today = days.getByRole("row").nth(1);
      expect((await today.getByRole("cell").allInnerTexts()).map(Number)).toEqual([5, 3, 0, 2, 0]);
      const flag = opened.page.getByRole("region", { name: "Flags" }).getByRole("listitem");
      expect(await flag.innerText()).toContain("2 programs from the window printed too much");
    },
  );

  engineWindowTest("have a chart in the colours of the theme", async () => {
    const commonest = () =>
      opened.page.locator(".day-chart canvas").evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        const pixels = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
        const counts = new Map<string, number>();
        for (let at = 0; at < pixels.length; at += 4) {
          if (pixels[at + 3] !== 255) continue;
          const colour = pixels.slice(at, at + 3).join();
          counts.set(colour, (counts.get(colour) ?? 0) + 1);
        }
        return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
      });
    await chooseTheme(opened, "light");
    const light = await commonest();
    expect(light).toBeDefined();
    await chooseTheme(opened, "dark");
    await expect.poll(commonest).not.toBe(light);
    await chooseTheme(opened, "light");
    await expect.poll(commonest).toBe(light);
  });

  engineWindowTest("look at another time", async () => {
    await opened.page.getByRole("button", { name: "7 days" }).click();
    await opened.page.getByText("5 runs in the last 7 days").waitFor();
    expect(await opened.page.getByRole("region", { name: "Runs by day" }).getByRole("row").count()).toBe(8);
  });

  engineWindowTest("follow by themselves what the command line runs, and so do the flags that it raises", async () => {
    const script = join(opened.home, "loop.js");
    await writeFile(script, "for (;;) {}");
    for (let run = 0; run < 2; run += 1)
      expect(await runCommandLine(opened.home, ["run", "--backend", "local", "--timeout", "1", script])).toBe(124);
    await opened.page.getByText("7 runs in the last 7 days").waitFor();
    expect(await numbersOf("From")).toEqual({ Window: "5", "Command line": "2" });
    const words = "2 programs from the command line ran out of time";
    await opened.page.getByRole("status", { name: "Notices" }).getByText(words).waitFor();
    await opened.page.getByRole("region", { name: "Flags" }).getByText(words).waitFor();
  });
});
