import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect } from "vitest";
import type { Reply } from "#shared/errors.ts";
import type { RunResult } from "#shared/run.ts";
import { callAllAsPage, callAsPage } from "./call-as-page.ts";
import { CodePage } from "./code-page.ts";
import { HistoryPage } from "./history-page.ts";
import { engineElectronTest, hasParts, launch } from "./launch.ts";
import type { OpenedApp } from "./open-app.ts";

const REQUESTS = 1_000;
const PER_MINUTE = 30;

let opened: OpenedApp;
let code: CodePage;

beforeAll(async () => {
  if (!hasParts) return;
  opened = await launch();
  code = new CodePage(opened.page);
  await code.untilWarm();
});
afterAll(() => opened?.close());

engineElectronTest(
  "a thousand runs asked for at once are bounded, told when to come again, and leave the window usable",
  async () => {
    const { page } = opened;
    const ids = Array.from({ length: REQUESTS }, () => randomUUID());
    const files = [{ path: "main.py", content: "print('ran')" }];
    const asking = callAllAsPage(
      page,
      "run.start",
      ids.map((id) => ({ id, language: "python", files, backend: "docker" })),
    ) as Promise<Reply<RunResult>[]>;
    // Meanwhile one goes on writing, and looks something up.
    await code.write("# still writing\nprint('mine')\n");
    await expect.poll(() => code.text()).toContain("# still writing");
    await code.press("Mod+7");
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    await code.press("Mod+1");

    const replies = await asking;
    const ran = replies.flatMap((reply) => (reply.ok ? [reply.value] : []));
    const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]));
    expect(ran.length).toBeGreaterThanOrEqual(PER_MINUTE);
    // What has come in while they were asked for.
    expect(ran.length).toBeLessThanOrEqual(PER_MINUTE + 2);
    expect(ran.every(({ stdout }) => stdout === "ran\n")).toBe(true);
    expect(
      refused.every(({ code: reason, details }) => reason === "rate_limited" && Number(details?.retryAfterMs) > 0),
    ).toBe(true);

    // The button is refused like everybody else, and says from when on it is not.
    expect(await callAsPage(page, "settings.set", { changes: { "rate.windowPerMinute": 6 } })).toMatchObject({
      ok: true,
    });
    const refusal = page.getByText("That was a little fast");
    for (let runs = 0; runs < 12 && !(await refusal.isVisible()); runs += 1) {
      await code.runButton.click();
      await code.verdict.locator("h3").or(refusal).first().waitFor();
      await code.runButton.waitFor();
    }
    await page.getByText(/The window may start 6 programs a minute\. The next can start at \d/).waitFor();
    await page.getByRole("button", { name: /^Try again in \d+ s$/ }).waitFor();
    await page.getByRole("button", { name: "Try again", exact: true }).click({ timeout: 20_000 });
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("mine");

    const history = new HistoryPage(page);
    await history.open();
    await history.narrow("Ending", "Refused");
    await expect.poll(() => history.rows.count()).toBeLessThanOrEqual(12);
    await history.grid.getByText(/and \d{3} more like it/).waitFor();
  },
);
