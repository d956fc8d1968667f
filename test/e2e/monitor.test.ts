import { afterAll, beforeAll, describe, expect } from "vitest";
import { createEngineProxy, type EngineProxy } from "../engine/engine-proxy.ts";
import { CodePage } from "./code-page.ts";
import { engineWindowTest, hasParts, launch } from "./launch.ts";
import { MonitorPage } from "./monitor-page.ts";
import type { OpenedApp } from "./open-app.ts";
import { createOutside, type Outside } from "./outside.ts";

let launched: OpenedApp;
let proxy: EngineProxy;
let outside: Outside;
let code: CodePage;
let monitor: MonitorPage;

beforeAll(async () => {
  if (!hasParts) return;
  outside = createOutside();
  proxy = await createEngineProxy(process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock");
  launched = await launch({ engine: proxy.address });
  code = new CodePage(launched.page);
  monitor = new MonitorPage(launched.page);
  await code.untilIsolation("isolated");
});
afterAll(async () => {
  await launched?.close();
  await outside?.close();
  await proxy?.close();
});

/** Starts a program and goes to the monitor, to its row. */
async function watch(program: string) {
  await code.goTo();
  await code.runProgram(program);
  await code.stopButton.waitFor();
  await monitor.open();
  const row = monitor.rows.filter({ hasText: "Running" });
  await row.waitFor({ timeout: 20_000 });
  return row;
}

/** A run fills the pool, which may have been emptied. */
async function fillPool() {
  await code.goTo();
  await code.runProgram("print('once')");
  await code.untilEnded("completed");
}

async function stop() {
  await code.goTo();
  if (await code.stopButton.isVisible()) await code.stopButton.click();
  await code.runButton.waitFor({ timeout: 20_000 });
}

describe("the monitor", () => {
  engineWindowTest("shows warm sandboxes, the one that runs, and those that have finished", async () => {
    await code.goTo();
    await code.runProgram("print('over')");
    await code.untilEnded("completed");
    const row = await watch("import time\nprint('at work', flush=True)\ntime.sleep(25)\n");
    await monitor.rows.filter({ hasText: "Warm" }).first().waitFor({ timeout: 20_000 });
    await monitor.endedRows.filter({ hasText: "Completed" }).first().waitFor();
    expect(await monitor.cell(row, "languages").innerText()).toContain("Python");
    expect(await monitor.cell(row, "memory").innerText()).toContain("of 128 MB");

    await row.click();
    await monitor.details.getByRole("tab", { name: "Output" }).click();
    await monitor.details.getByText("at work").waitFor();
    await monitor.details.getByRole("tab", { name: "Processes" }).click();
    await monitor.details.getByText("python3 /tmp/run/main.py").first().waitFor();
    await monitor.details.getByRole("tab", { name: "Protection" }).click();
    await monitor.details.getByText("NetworkMode: none").waitFor();
    expect(await monitor.details.locator('[data-holds="false"]').count()).toBe(0);

    await monitor.details.getByRole("button", { name: "Stop" }).click();
    await monitor.endedRows.filter({ hasText: "Stopped" }).waitFor({ timeout: 20_000 });
    await code.goTo();
    await code.untilEnded("cancelled");
  });

  engineWindowTest("lets go of a container that was killed from outside", async () => {
    await monitor.open();
    const warm = monitor.rows.filter({ hasText: "Warm" }).first();
    await warm.waitFor({ timeout: 20_000 });
    const id = ((await warm.getAttribute("id")) ?? "").replace("container-", "");
    await outside.kill(id);
    await monitor.row(id).waitFor({ state: "detached", timeout: 10_000 });
  });

  engineWindowTest("kills a program, which then has ended by a signal", async () => {
    const row = await watch("import time\ntime.sleep(25)\n");
    await row.click();
    await monitor.details.getByRole("button", { name: "Kill" }).click();
    await code.goTo();
    await code.untilEnded("signaled");
  });

  engineWindowTest("shows others' containers behind the switch alone, and offers nothing to do to them", async () => {
    await monitor.open();
    const { id, name } = await outside.start();
    await monitor.rows.first().waitFor({ timeout: 20_000 });
    expect(await monitor.row(id).count()).toBe(0);
    await monitor.others.click();
    await monitor.row(id).waitFor();
    expect(await monitor.row(id).innerText()).toContain("Read-only");
    await monitor.row(id).click();
    await monitor.details.getByRole("heading", { name }).waitFor();
    for (const verb of ["Stop", "Kill", "Remove"])
      expect(await monitor.details.getByRole("button", { name: verb, exact: true }).count()).toBe(0);
    await monitor.grid.focus();
    await launched.page.keyboard.press("Delete");
    await monitor.details.getByRole("tab", { name: "Output" }).click();
    await monitor.details.getByText("not for learners").waitFor();
    await launched.page.getByRole("button", { name: /Remove all of Sandpit/ }).click();
    await launched.page.getByRole("button", { name: "Remove all", exact: true }).click();
    await launched.page
      .getByRole("status", { name: "Notices" })
      .getByText(/Removed \d+/)
      .waitFor({ timeout: 30_000 });
    expect(await outside.isRunning(id)).toBe(true);
    await monitor.details.getByRole("button", { name: "Close details" }).click();
    await monitor.others.click();
    await monitor.row(id).waitFor({ state: "detached" });
  });

  engineWindowTest("shows a busy loop at the half processor that it may have", async () => {
    const row = await watch("while True:\n    pass\n");
    const seen: number[] = [];
    // A busy machine gives it less at times, and never more: the most of several seconds is what it may have.
    await expect
      .poll(
        async () => {
          seen.push((await monitor.number(row, "cpu")) ?? 0);
          return Math.max(...seen);
        },
        { timeout: 22_000, interval: 500 },
      )
      .toBeGreaterThan(45);
    // One sample may be off, where the engine's two clocks were read a moment apart.
    const busy = seen.filter((percent) => percent > 0).sort((a, b) => a - b);
    expect(busy[Math.floor(busy.length / 2)]).toBeLessThan(55);
    await stop();
  });

  engineWindowTest("shows an allocation of 100 MB as 100 MB", async () => {
    const row = await watch("import time\ndata = b'x' * (100 * 1024 * 1024)\ntime.sleep(25)\n");
    await expect.poll(() => monitor.number(row, "memory"), { timeout: 20_000 }).toBeGreaterThan(90);
    expect(await monitor.number(row, "memory")).toBeLessThan(110);
    await stop();
  });

  engineWindowTest("filters, sorts, and is walked through by the keyboard", async () => {
    const { page } = launched;
    await stop();
    await fillPool();
    await code.press("Mod+2");
    await page.getByRole("heading", { level: 1, name: "Monitor" }).waitFor();
    await monitor.rows.nth(1).waitFor({ timeout: 20_000 });
    await monitor.grid.focus();
    await page.keyboard.press("Home");
    const active = () => monitor.grid.getAttribute("aria-activedescendant");
    const first = await active();
    await page.keyboard.press("ArrowDown");
    expect(await active()).not.toBe(first);
    await page.keyboard.press("Enter");
    await monitor.details.waitFor();
    const name = await monitor.details.getByRole("heading").first().innerText();
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => monitor.details.getByRole("heading").first().innerText()).not.toBe(name);
    await page.keyboard.press("Escape");
    await monitor.details.waitFor({ state: "detached" });

    const header = monitor.grid.getByRole("columnheader", { name: "Age", exact: true });
    await header.getByRole("button").press("Enter");
    expect(await header.getAttribute("aria-sort")).toBe("ascending");
    await monitor.filter.fill("no container is called that");
    await page.getByText("No container matches").waitFor();
    await monitor.filter.press("Escape");
    await monitor.grid.waitFor();
  });

  engineWindowTest("says that the engine is gone, keeps its rows, and follows again by itself", async () => {
    await fillPool();
    await monitor.open();
    await monitor.rows.first().waitFor({ timeout: 20_000 });
    await monitor.rows.first().click();
    await monitor.details.waitFor();
    await proxy.cut();
    await monitor.lost.waitFor({ timeout: 20_000 });
    expect(await monitor.grid.locator("tbody tr[id]").count()).toBeGreaterThan(0);
    expect(await monitor.details.isVisible()).toBe(true);
    await proxy.restore();
    await monitor.lost.waitFor({ state: "detached", timeout: 20_000 });
    const { id } = await outside.start();
    await monitor.others.click();
    await monitor.row(id).waitFor({ timeout: 20_000 });
    await expect.poll(() => monitor.number(monitor.row(id), "memory"), { timeout: 20_000 }).toBeGreaterThan(0);
    await monitor.others.click();
  });

  engineWindowTest("leaves the program, its run and what was typed as they were", async () => {
    await code.goTo();
    await code.runProgram("name = input('Who? ')\nprint('Hello', name)\n");
    await code.input.waitFor({ timeout: 20_000 });
    await code.input.fill("Ada");
    await monitor.open();
    await monitor.rows.filter({ hasText: "Running" }).waitFor({ timeout: 20_000 });
    await code.goTo();
    expect(await code.input.inputValue()).toBe("Ada");
    await code.input.press("Enter");
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("Hello Ada");
    await code.editor.click();
    await code.press("Mod+z");
    await expect.poll(() => code.text()).not.toContain("Who?");
  });
});
