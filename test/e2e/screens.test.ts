import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CodePage } from "./code-page.ts";
import { DoctorPage } from "./doctor-page.ts";
import { ImagesPage } from "./images-page.ts";
import { engineWindowTest, hasParts, launch } from "./launch.ts";
import { MonitorPage } from "./monitor-page.ts";
import type { OpenedApp } from "./open-app.ts";
import { createOutside } from "./outside.ts";

let launched: OpenedApp;
let code: CodePage;
let monitor: MonitorPage;
let images: ImagesPage;
let doctor: DoctorPage;

beforeAll(async () => {
  if (!hasParts) return;
  launched = await launch();
  const { page } = launched;
  code = new CodePage(page);
  monitor = new MonitorPage(page);
  images = new ImagesPage(page);
  doctor = new DoctorPage(page);
  await code.untilIsolation("isolated");
});
afterAll(() => launched?.close());

/** What axe finds wrong, in both themes. */
async function violations(): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ["light", "dark"]) {
    await launched.page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    // Electron has no second page for axe to finish in.
    const report = await new AxeBuilder({ page: launched.page }).setLegacyMode().analyze();
    for (const { id, nodes } of report.violations)
      found.push(...nodes.map(({ html }) => `${theme} ${id} ${html.slice(0, 120)}`));
  }
  return found;
}

describe("the doctor", () => {
  engineWindowTest("looks at everything, groups it, and gives it as text that names nobody", async () => {
    await doctor.open();
    await doctor.untilExamined();
    for (const title of ["Engine and computer", "Isolation", "Images"])
      await doctor.findings.getByRole("heading", { name: title, exact: true }).waitFor();
    expect(await doctor.check("engine").getAttribute("data-status")).toBe("pass");
    expect(await doctor.check("isolation.network").innerText()).toContain("Pass");
    await doctor.copy.click();
    const copied = () => launched.app.evaluate(({ clipboard }) => clipboard.readText());
    await expect.poll(copied).toContain("Sandpit doctor");
    expect(await copied()).not.toContain(launched.home);
    await doctor.again.click();
    await doctor.untilExamined();
  });

  engineWindowTest("has a button that mends what it can", async () => {
    await createOutside().removeLeftovers();
    await images.open();
    await images
      .card("node")
      .getByRole("button", { name: /^Remove the image/ })
      .click();
    await launched.page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await images.untilState("node", "missing");
    await doctor.open();
    await doctor.untilExamined();
    await doctor.again.click();
    await doctor.untilExamined();
    const check = doctor.check("image.node");
    expect(await check.getAttribute("data-status")).toBe("fail");
    await check.getByRole("button").click();
    await check.and(launched.page.locator('[data-status="pass"]')).waitFor({ timeout: 80_000 });
  });
});

describe("every screen", () => {
  engineWindowTest("has nothing that axe finds wrong, in light and in dark", async () => {
    await code.goTo();
    await code.runProgram("import time\nprint('here', flush=True)\ntime.sleep(28)\n");
    await monitor.open();
    await monitor.rows.filter({ hasText: "Running" }).click({ timeout: 20_000 });
    expect(await violations()).toEqual([]);
    for (const tab of ["Output", "Processes", "Protection"]) {
      await monitor.details.getByRole("tab", { name: tab }).click();
      await monitor.details
        .getByText(/here|python3|NetworkMode/)
        .first()
        .waitFor();
      expect(await violations(), tab).toEqual([]);
    }
    await launched.page.getByRole("button", { name: "Clean up…" }).click();
    await launched.page
      .getByRole("dialog")
      .getByText(/Nothing to clean up|Together/)
      .waitFor({ timeout: 30_000 });
    expect(await violations(), "clean-up").toEqual([]);
    await launched.page.keyboard.press("Escape");
    await images.open();
    await images.card("python").getByText("What is in it").click();
    await images.card("python").getByRole("table").waitFor({ timeout: 30_000 });
    expect(await violations(), "images").toEqual([]);
    await doctor.open();
    await doctor.untilExamined();
    expect(await violations(), "doctor").toEqual([]);
  });

  engineWindowTest("is reached and used by the keyboard alone", async () => {
    const { page } = launched;
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    /** Goes on with Tab until what has the focus says this. */
    const tabTo = async (text: RegExp) => {
      for (let presses = 0; presses < 40; presses += 1) {
        if (text.test(await focused())) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`Tab never came to ${text}.`);
    };
    for (const [key, title] of [
      ["Mod+2", "Monitor"],
      ["Mod+3", "Images"],
      ["Mod+5", "History"],
      ["Mod+6", "Insights"],
      ["Mod+7", "Settings"],
      ["Mod+4", "Doctor"],
    ] as const) {
      await code.press(key);
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
      await expect.poll(focused).toBe(title);
    }
    await tabTo(/^Run again$/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Looking…" }).waitFor();
    await doctor.untilExamined();

    await code.press("Mod+3");
    await tabTo(/^Clean up…$/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Clean up" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Clean up" }).waitFor({ state: "detached" });
    await expect.poll(focused).toBe("Clean up…");

    await code.press("Mod+1");
    await page.keyboard.type("# typed at once\n");
    await expect.poll(() => code.text()).toContain("# typed at once");
  });
});
