import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished } from "vitest";
import { callAsPage } from "./call-as-page.ts";
import { CodePage } from "./code-page.ts";
import { runCommandLine } from "./command-line.ts";
import { HistoryPage } from "./history-page.ts";
import { engineWindowTest, hasParts, isInBrowser, launch, windowTest } from "./launch.ts";
import { canHavePolicy } from "./machine-policy.ts";
import { isOffered } from "./menu.ts";
import { NO_ENGINE, newHome, type OpenedApp } from "./open-app.ts";
import { leavePast } from "./screenshots/past-runs.ts";
import { SettingsPage } from "./settings-page.ts";
import { takeExport } from "./take-export.ts";

const policyTest = canHavePolicy ? windowTest : windowTest.skip;

describe("the settings", () => {
  let opened: OpenedApp;
  let code: CodePage;
  let settings: SettingsPage;
  beforeAll(async () => {
    if (!hasParts) return;
    opened = await launch();
    code = new CodePage(opened.page);
    settings = new SettingsPage(opened.page);
    await code.untilWarm();
  });
  afterAll(() => opened?.close());

  engineWindowTest("are in force for the next run, and said in the badge", async () => {
    await settings.open();
    await settings.type("limits.wallMs", "1,5");
    await expect.poll(() => code.badge.innerText()).toContain("1.5 s");
    await code.goTo();
    await code.runProgram("import time\nprint('on and on', flush=True)\ntime.sleep(20)\n");
    await code.untilEnded("time_limit");
    expect(await code.verdict.innerText()).toContain("Stopped after 1.5 s");
    await settings.open();
    await settings.row("limits.wallMs").getByRole("button", { name: "Reset Time to 30 s" }).click();
    await expect.poll(() => code.badge.innerText()).toContain("30 s");
  });

  engineWindowTest("change theme and font size at once", async () => {
    const { page } = opened;
    await settings.open();
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    await settings.field("window.theme").selectOption("dark");
    await expect.poll(theme).toBe("dark");
    await settings.type("window.fontSize", "20");
    await expect.poll(() => code.editor.evaluate((element) => getComputedStyle(element).fontSize)).toBe("20px");
    const saved = JSON.parse(await readFile(join(opened.home, "settings.json"), "utf8"));
    expect(saved.values).toMatchObject({ "window.theme": "dark", "window.fontSize": 20 });
  });

  engineWindowTest("say what is wrong with a value, and keep the one in force", async () => {
    await settings.type("limits.memoryBytes", "9999999");
    const row = settings.row("limits.memoryBytes");
    expect(await row.getByRole("alert").innerText()).toBe("“Memory” may be 32 to 4096 MB.");
    expect(await settings.field("limits.memoryBytes").getAttribute("aria-invalid")).toBe("true");
    await settings.field("limits.memoryBytes").press("Escape");
    await row.getByRole("alert").waitFor({ state: "detached" });
    expect(await settings.field("limits.memoryBytes").inputValue()).toBe("128");
  });

  engineWindowTest("are searched, and set back together", async () => {
    await settings.search.fill("queue");
    await expect.poll(() => opened.page.locator("[data-setting]").count()).toBe(2);
    await settings.search.fill("no such thing");
    await opened.page.getByText("No setting matches").waitFor();
    await settings.search.press("Escape");
    expect(await settings.lead.innerText()).toBe("2 settings changed");
    await opened.page.getByRole("button", { name: "Reset all…" }).click();
    await opened.page.getByRole("alertdialog").getByRole("button", { name: "Reset all" }).click();
    await expect.poll(() => settings.lead.innerText()).toBe("All at their defaults");
    expect(await opened.page.evaluate(() => document.documentElement.dataset.theme ?? "system")).not.toBe("dark");
  });

  engineWindowTest("follow what the command line sets", async () => {
    expect(await runCommandLine(opened.home, ["settings", "set", "limits.pids", "48"])).toBe(0);
    await code.goTo();
    await settings.open();
    await expect.poll(() => settings.field("limits.pids").inputValue()).toBe("48");
  });

  engineWindowTest("have the audit trail verified, and exported", async () => {
    await settings.open();
    const trail = opened.page.getByRole("region", { name: "Audit trail" });
    await trail.getByRole("button", { name: "Verify" }).click();
    await trail.getByText(/^\d+ records are as they were written, from number 1 to \d+\.$/).waitFor();
    const { text } = await takeExport(opened, () => trail.getByRole("button", { name: "Export…" }).click());
    const kinds = text
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toContain("settings.changed");
    expect(kinds).toContain("run.finished");
  });

  engineWindowTest("show what the keys do", async () => {
    await settings.search.fill("keyboard");
    const run = opened.page.getByRole("row").filter({ hasText: "Run the program in front" });
    expect(await run.innerText()).toMatch(/Ctrl\+Enter|⌘Enter/);
    const table = await opened.page.getByRole("table").filter({ has: run }).innerText();
    expect(table).toContain("Escape and then Tab leaves it");
    // In a browser these are the browser's own.
    const own = ["Close the tab in front", "Reopen the tab", "Clear the output"];
    expect(own.filter((words) => table.includes(words))).toEqual(isInBrowser ? [] : own);
    await settings.search.press("Escape");
  });
});

windowTest("a shorter memory asks before it removes runs, and says which", async () => {
  const home = await newHome();
  const past = leavePast(home, 10, 5);
  const opened = await launch({ engine: NO_ENGINE, home });
  // Also where the test fails: a server that is left behind keeps the whole run from ending.
  onTestFinished(opened.close);
  const settings = new SettingsPage(opened.page);
  await settings.open();
  const question = opened.page.getByRole("alertdialog", { name: "Remove older runs?" });
  // Nothing goes by a slip: leaving the field and Enter both ask.
  await settings.field("retention.days").fill("3");
  await settings.field("retention.days").blur();
  const asked = /removes (\d+) runs\./;
  const announced = Number(asked.exec(await question.innerText())?.[1]);
  await question.getByRole("button", { name: "Cancel" }).click();
  await question.waitFor({ state: "detached" });
  expect(await settings.field("retention.days").inputValue()).toBe("90");
  await settings.type("retention.days", "3");
  await question.getByRole("button", { name: "Remove" }).click();
  const said = /^(\d+) runs were removed from history: older than 3 days\.$/;
  const notice = opened.page.getByRole("status", { name: "Notices" }).getByText(said);
  const removed = Number(said.exec(await notice.innerText())?.[1]);
  const history = new HistoryPage(opened.page);
  await history.open();
  await history.rows.first().waitFor();
  expect(removed).toBeGreaterThan(0);
  expect(announced).toBe(removed);
  await expect.poll(async () => removed + Number.parseInt(await history.lead.innerText(), 10)).toBe(past);
  await opened.page.locator(".history__news").getByText(`${removed} runs were removed`).waitFor();
});

describe("what cannot be used", () => {
  let opened: OpenedApp | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  windowTest("a damaged settings file is set aside, and said", async () => {
    const home = await newHome();
    await writeFile(join(home, "settings.json"), '{"version":1,"values":{"limits.');
    opened = await launch({ engine: NO_ENGINE, home });
    const settings = new SettingsPage(opened.page);
    await opened.page.getByRole("status", { name: "Notices" }).getByText("settings file was damaged").waitFor();
    await opened.page.getByRole("button", { name: "Show settings" }).click();
    await opened.page.getByRole("alert").filter({ hasText: "the defaults are in force" }).waitFor();
    await expect.poll(() => opened?.page.getByText("settings file was damaged").count()).toBe(1);
    expect(await settings.field("limits.wallMs").inputValue()).toBe("30");
  });

  const request = {
    id: "not-here",
    language: "javascript",
    files: [{ path: "main.js", content: "1" }],
    backend: "local",
  };
  const policies = [
    {
      ...{ name: "forbids local runs and locks a setting", title: "This computer has a policy by Room 12" },
      policy: JSON.stringify({
        ...{ version: 1, by: "Room 12", forbidLocal: true },
        lock: { "limits.memoryBytes": 67_108_864, "window.theme": "dark" },
        ceilings: { "limits.wallMs": 10_000 },
      }),
      words: "Room 12 has set it so",
    },
    {
      ...{ name: "is broken", title: "The policy of this computer cannot be read" },
      ...{ policy: '{"version":1,"by":"Room 12",', words: "it is not JSON" },
    },
  ];
  for (const { name, policy, title, words } of policies)
    policyTest(`a policy that ${name} keeps programs from running without isolation`, async () => {
      opened = await launch({ engine: NO_ENGINE, policy });
      const { page } = opened;
      const code = new CodePage(page);
      await code.untilIsolation("none");
      const card = page.getByRole("region", { name: "Set up isolation" });
      await card.getByRole("note").filter({ hasText: words }).waitFor();
      expect(await card.getByRole("button", { name: "Continue without isolation" }).count()).toBe(0);
      expect(await code.runButton.isDisabled()).toBe(true);
      expect(await callAsPage(page, "run.start", request)).toMatchObject({
        ...{ ok: false, error: { code: "policy_forbids", message: expect.stringContaining(words) } },
      });
      expect(await callAsPage(page, "isolation.allowLocal", {})).toMatchObject({ ok: false });

      const settings = new SettingsPage(page);
      await settings.open();
      await page.getByText(title).waitFor();
      expect(await settings.field("backendPolicy").inputValue()).toBe("docker");
      if (words.startsWith("it is")) return;
      expect(await settings.row("limits.memoryBytes").innerText()).toContain("Locked by Room 12");
      expect(await settings.field("limits.memoryBytes").isDisabled()).toBe(true);
      expect(await settings.field("limits.memoryBytes").inputValue()).toBe("64");
      expect(await settings.row("limits.wallMs").innerText()).toContain("lowered by Room 12");
      const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
      const themeSwitch = page.getByRole("button", { name: "Theme: dark. Locked by Room 12" });
      expect([await theme(), await themeSwitch.isDisabled()]).toEqual(["dark", true]);
      // The menu, where there is one, is no way round it either.
      if (!isInBrowser) expect(await isOffered(opened, "view.theme.light")).toBe(false);
      await settings.search.fill("locked");
      await expect.poll(() => page.locator("[data-setting]").count()).toBe(3);
      await settings.search.press("Escape");
      await settings.type("limits.wallMs", "20");
      expect(await settings.row("limits.wallMs").getByRole("alert").innerText()).toContain("Room 12");
    });
});
