import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CodePage } from "../code-page.ts";
import { HistoryPage } from "../history-page.ts";
import { SettingsPage } from "../settings-page.ts";
import { leavePast } from "./past-runs.ts";
import type { Scene } from "./scene.ts";

const past: Pick<Scene, "furnish"> = { furnish: async (home) => leavePast(home, 24, 18) };

async function openHistory(code: CodePage): Promise<HistoryPage> {
  const history = new HistoryPage(code.page);
  await history.open();
  return history;
}
async function openFull(code: CodePage): Promise<HistoryPage> {
  await code.untilIsolation("isolated");
  const history = await openHistory(code);
  await history.rows.nth(10).waitFor();
  return history;
}
async function openInsights({ page }: CodePage): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Insights" }).click();
  await page.getByRole("heading", { level: 1, name: "Insights" }).waitFor();
}
async function openSettings(code: CodePage): Promise<SettingsPage> {
  const settings = new SettingsPage(code.page);
  await settings.open();
  return settings;
}
/** A folder where the history would be. */
const noHistory: Pick<Scene, "furnish"> = {
  furnish: async (home) => void (await mkdir(join(home, "history.sqlite"))),
};

/** The screens that show what is kept: history, insights, settings. */
export const RECORD_SCENES: Record<string, Scene> = {
  history: { ...past, prepare: async (code) => void (await openFull(code)) },
  "history-run": {
    ...past,
    async prepare(code) {
      const history = await openFull(code);
      await history.rows.filter({ hasText: "Error" }).first().click();
      await history.details.getByText("Facts").waitFor();
    },
  },
  "history-filtered": {
    ...past,
    async prepare(code) {
      const history = await openFull(code);
      await history.narrow("Language", "Python 3.11");
      await history.narrow("Time", "Days…");
      await history.search.fill("import shapes");
      await code.page.waitForTimeout(1_000);
      await history.rows.nth(1).locator("input").check();
      await history.rows.nth(3).locator("input").check();
    },
  },
  "history-compare": {
    ...past,
    async prepare(code) {
      const history = await openFull(code);
      await history.search.fill("Ask for a name");
      await code.page.waitForTimeout(1_000);
      await history.rows.filter({ hasText: "Error" }).first().locator("input").check();
      await history.rows.filter({ hasText: "Finished" }).first().locator("input").check();
      await code.page.getByRole("button", { name: "Compare" }).click();
      await code.page.getByRole("dialog").getByText("Output").waitFor();
      await code.page.waitForTimeout(500);
    },
  },
  "history-nothing": {
    ...past,
    async prepare(code) {
      const history = await openFull(code);
      await history.search.fill("nobody ever wrote this");
      await code.page.getByText("No run matches").waitFor();
    },
  },
  "history-empty": {
    async prepare(code) {
      await code.untilIsolation("isolated");
      await openHistory(code);
      await code.page.getByText("No runs yet").waitFor();
    },
  },
  "history-error": {
    ...noHistory,
    async prepare(code) {
      await code.untilIsolation("isolated");
      await openHistory(code);
      await code.page.getByText("cannot be read").waitFor();
    },
  },
  insights: {
    ...past,
    async prepare(code) {
      await code.untilIsolation("isolated");
      await openInsights(code);
      await code.page.getByText("Runs by day").waitFor();
      await code.page.waitForTimeout(300);
    },
  },
  "insights-below": {
    ...past,
    async prepare(code) {
      await code.untilIsolation("isolated");
      await openInsights(code);
      await code.page.getByRole("heading", { name: "How long it took" }).scrollIntoViewIfNeeded();
      await code.page.waitForTimeout(300);
    },
  },
  "insights-empty": {
    async prepare(code) {
      await code.untilIsolation("isolated");
      await openInsights(code);
      await code.page.getByText("Nothing to count yet").waitFor();
    },
  },
  settings: { prepare: async (code) => void (await openSettings(code)) },
  "settings-limits": {
    async prepare(code) {
      const settings = await openSettings(code);
      await settings.type("limits.wallMs", "60");
      await settings.type("limits.memoryBytes", "99999");
      await settings.row("limits.wallMs").scrollIntoViewIfNeeded();
      await code.page.getByRole("alert").waitFor();
    },
  },
  "settings-http": {
    async prepare(code) {
      await code.untilIsolation("isolated");
      const settings = await openSettings(code);
      await settings.field("http.window").click();
      const panel = code.page.getByRole("region", { name: "HTTP API of this window" });
      await panel.getByRole("button", { name: "Show token" }).click();
      await panel.getByRole("button", { name: "Hide token" }).waitFor();
      await panel.scrollIntoViewIfNeeded();
    },
  },
  "settings-search": {
    async prepare(code) {
      const settings = await openSettings(code);
      await settings.search.fill("key");
    },
  },
  "settings-broken": {
    furnish: (home) => writeFile(join(home, "settings.json"), '{"version":1,"values":{"limits.wallMs":'),
    prepare: async (code) => void (await openSettings(code)),
  },
  "rate-limited": {
    furnish: (home) =>
      writeFile(join(home, "settings.json"), JSON.stringify({ version: 1, values: { "rate.windowPerMinute": 1 } })),
    async prepare(code) {
      await code.untilWarm();
      await code.runProgram('print("once")');
      await code.untilEnded("completed");
      await code.runButton.click();
      await code.page.getByText("That was a little fast").waitFor();
    },
  },
};
