import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { AxeBuilder } from "@axe-core/playwright";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import type { RunResult } from "#shared/run.ts";
import { readClipboard } from "./clipboard.ts";
import { CodePage } from "./code-page.ts";
import { engineWindowTest, hasParts, isInBrowser, launch } from "./launch.ts";
import { chooseTheme } from "./menu.ts";
import type { OpenedApp } from "./open-app.ts";
import { SettingsPage } from "./settings-page.ts";

const run = promisify(execFile);
/** Runs the line as somebody would who has pasted it into a terminal. */
const inShell = async (line: string): Promise<unknown> => JSON.parse((await run("bash", ["-c", line])).stdout);

/** What switches the API on: the desktop application's own setting, or that of `sandpit serve`, which is on. */
const KEY = isInBrowser ? "http.enabled" : "http.window";

describe("the HTTP API in the settings", () => {
  let opened: OpenedApp;
  let settings: SettingsPage;
  let panel: Locator;
  const shown = (fact: "address" | "token" | "line") =>
    panel.locator(`[data-fact="${fact}"] .http-panel__value`).innerText();
  const readLog = async () => {
    const folder = join(opened.home, "logs");
    const names = (await readdir(folder)).filter((name) => name.endsWith(".log"));
    return (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).join("");
  };

  beforeAll(async () => {
    if (!hasParts) return;
    opened = await launch();
    await new CodePage(opened.page).untilIsolation("isolated");
    settings = new SettingsPage(opened.page);
    await settings.open();
    panel = opened.page.getByRole("region", { name: "HTTP API of this window" });
  });
  afterAll(() => opened?.close());

  engineWindowTest("is off in the desktop application until it is switched on there", async () => {
    if (!isInBrowser) {
      await panel.getByText("The API is off. Nothing listens.").waitFor();
      await settings.type("http.port", "0");
      await settings.field("http.window").click();
    }
    await panel.getByText("The API answers, to this computer only").waitFor();
    expect(await shown("address")).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  engineWindowTest("hides the token until it is asked for, and shows a line that works as it stands", async () => {
    expect(await panel.innerText()).not.toMatch(/Bearer [A-Za-z0-9_-]{20}/);
    await panel.getByRole("button", { name: "Show token" }).click();
    await panel.getByRole("button", { name: "Hide token" }).waitFor();
    const line = await shown("line");
    expect(line).toContain(await shown("token"));
    const result = (await inShell(line)) as RunResult;
    expect(result).toMatchObject({ outcome: "completed", isolated: true, source: "http", stdout: "1\n" });
    await panel.getByRole("button", { name: "Copy line" }).click();
    await expect.poll(() => readClipboard(opened)).toBe(line);
  });

  engineWindowTest("refuses, and logs, whoever has no business there", async () => {
    const address = await shown("address");
    const token = await shown("token");
    const ask = (headers: Record<string, string>) =>
      fetch(`${address}/api/v1/languages`, { headers: { authorization: `Bearer ${token}`, ...headers } });
    expect((await ask({})).status).toBe(200);
    expect((await ask({ origin: "https://example.com" })).status).toBe(403);
    expect((await ask({ authorization: "Bearer wrong" })).status).toBe(401);
    expect((await fetch(`${address}/api/v1/languages`)).status).toBe(401);
    const line = `curl -s -H 'Host: evil.example' -H 'Authorization: Bearer ${token}' ${address}/api/v1/languages`;
    expect(await inShell(line)).toMatchObject({ ok: false });
    const log = await readLog();
    for (const reason of ["foreign origin", "foreign host", "wrong token", "no token"]) expect(log).toContain(reason);
    expect(log).not.toContain(token);
  });

  engineWindowTest("looks and sounds right, open and shut, in both themes", async () => {
    for (const theme of ["light", "dark"] as const) {
      await chooseTheme(opened, theme);
      const { violations } = await new AxeBuilder({ page: opened.page }).setLegacyMode(true).analyze();
      expect(violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });

  engineWindowTest("gives another token for a revoked one, after a question", async () => {
    const line = await shown("line");
    const token = await shown("token");
    await panel.getByRole("button", { name: "Revoke token…" }).click();
    await opened.page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
    expect(await inShell(line)).toMatchObject({ outcome: "completed" });
    await panel.getByRole("button", { name: "Revoke token…" }).click();
    await opened.page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
    await expect.poll(() => shown("token")).not.toBe(token);
    expect(await inShell(line)).toMatchObject({ ok: false, error: { code: "unauthorized" } });
    expect(await inShell(await shown("line"))).toMatchObject({ outcome: "completed" });
  });

  engineWindowTest("is gone as soon as it is switched off", async () => {
    const address = await shown("address");
    const token = await shown("token");
    await settings.field(KEY).click();
    await panel.getByText("The API is off. Nothing listens.").waitFor();
    const answer = await fetch(`${address}/api/v1/languages`, { headers: { authorization: `Bearer ${token}` } }).catch(
      () => null,
    );
    expect(answer?.ok ?? false).toBe(false);
  });
});
