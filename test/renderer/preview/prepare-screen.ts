import type { Page } from "playwright-core";

/** Brings one of the screens beside the code screen into the state that its scene is about. */
export async function prepareScreen(page: Page, scene: string): Promise<void> {
  const screen = scene.startsWith("cleanup") ? "Monitor" : /^[a-z]+/.exec(scene)?.[0];
  await page
    .getByRole("navigation", { name: "Screens" })
    .getByRole("button", { name: new RegExp(`${screen}`, "i") })
    .click();
  await page.getByRole("heading", { level: 1, name: screen ?? "", exact: false }).waitFor();
  if (scene === "monitor") await page.getByRole("switch", { name: "Show other containers" }).click();
  if (/details|protection/.test(scene)) {
    await page.getByRole("grid", { name: "Containers" }).press("Enter");
    await page.getByRole("complementary").waitFor();
    if (scene === "monitor-protection") await page.getByRole("tab", { name: "Protection" }).click();
  }
  if (scene === "monitor-lost") {
    await page.getByRole("grid").waitFor();
    await page.evaluate(() => {
      Reflect.get(window, "fake").setEngine({
        state: "unavailable",
        problem: "not_running",
        message: "Docker is installed, but it is not running.",
        remedy: "Start it.",
        attempts: [],
      });
    });
  }
  if (scene === "images-layers") await page.getByText("What is in it").first().click();
  if (scene === "images-building") {
    await page.evaluate(() => {
      const fake = Reflect.get(window, "fake");
      const call = fake.call;
      fake.call = (name: string, input: unknown) =>
        name === "images.build" ? new Promise(() => {}) : call(name, input);
    });
    await page.getByRole("button", { name: "Build" }).first().click();
    await page.evaluate(() => {
      const texts = [
        "Step 1/7 : FROM python:3.11-slim",
        "Step 2/7 : COPY harden.sh /tmp",
        "Step 3/7 : RUN sh /tmp/harden.sh",
      ];
      for (const [index, text] of texts.entries()) {
        Reflect.get(window, "fake").emit("image.progressed", {
          folder: "python",
          tag: "learning-platform-python-executor:latest",
          step: index + 1,
          steps: 7,
          text,
          instruction: text.replace(/^.*: /, ""),
          download: { doneBytes: 14_680_064, totalBytes: 45_088_768 },
          elapsedMs: 14_000,
        });
      }
    });
    await page.getByText("What the build says").click();
  }
  if (scene.startsWith("cleanup")) {
    await page.getByRole("button", { name: "Clean up…" }).click();
    await page.getByRole("dialog", { name: "Clean up" }).waitFor();
    if (scene === "cleanup-done") {
      await page.getByRole("button", { name: /^Remove 3/ }).click();
      await page.getByText("Freed 120 MB").waitFor();
    }
  }
  await page.waitForTimeout(1_200);
}
