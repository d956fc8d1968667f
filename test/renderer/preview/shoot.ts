import { mkdirSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Page } from "playwright-core";
import { createServer } from "vite";
import { prepareScreen } from "./prepare-screen.ts";
import { SCENES } from "./scenes.ts";
import { SCREEN_SCENES } from "./screen-scenes.ts";

/** Pictures of every scene, and what axe says about each. `node test/renderer/preview/shoot.ts [scene…]` */
const out = "screenshots/preview";
const wanted = process.argv.slice(2);
mkdirSync(out, { recursive: true });

const server = await createServer({ configFile: "test/renderer/preview/vite.config.ts", server: { port: 5199 } });
await server.listen();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

const RUNS = /running|waiting|completed|failed|signaled|limit|cancelled|refused/;

async function prepare(page: Page, scene: string): Promise<void> {
  await page.getByRole("textbox", { name: "Code editor" }).or(page.getByText("No file is open")).first().waitFor();
  await page.getByRole("combobox", { name: "Language" }).waitFor();
  if (scene in SCREEN_SCENES) return prepareScreen(page, scene);
  if (RUNS.test(scene)) {
    await page.getByRole("button", { name: "Run", exact: true }).click();
    if (scene === "running" || scene === "waiting")
      await page.getByRole("textbox", { name: "Program input" }).waitFor();
    else if (scene === "refused") await page.getByRole("alert").waitFor();
    else await page.locator("[data-outcome]").waitFor();
  }
  if (scene === "insecure") {
    await page.getByRole("button", { name: "Run without isolation" }).click();
    await page.locator("[data-outcome]").waitFor();
  }
  if (scene === "details") await page.getByRole("button", { name: /^Isolation/ }).click();
  if (scene === "building") {
    await page.evaluate(() => {
      const fake = Reflect.get(window, "fake");
      const tag = "learning-platform-python-executor:latest";
      fake.call = (
        (original) => (name: string, input: unknown) =>
          name === "images.build" ? new Promise(() => {}) : original(name, input)
      )(fake.call);
      Reflect.set(window, "tag", tag);
    });
    await page.getByRole("button", { name: "Build images" }).click();
    await page.evaluate(() => {
      const fake = Reflect.get(window, "fake");
      const tag = Reflect.get(window, "tag");
      const texts = [
        "FROM python:3.11-slim",
        "RUN apt-get update",
        "Get:1 http://deb.debian.org bookworm",
        "COPY harden.sh /",
      ];
      for (const [index, text] of texts.entries()) {
        fake.emit("image.progressed", {
          folder: "python",
          tag,
          step: index + 1,
          steps: 7,
          text,
          instruction: text,
          download: null,
          elapsedMs: 1000,
        });
      }
    });
  }
  if (scene === "conflict") {
    await page.getByRole("tab", { name: "shapes.py" }).click();
    await page.getByRole("textbox", { name: "Code editor" }).press("Control+End");
    await page.keyboard.type("\n# mine");
    await page.evaluate(() => {
      Reflect.get(window, "fake").emit("files.changed", {
        handle: "h1",
        onDisk: {
          handle: "h1",
          name: "shapes.py",
          displayPath: "~/lessons/shapes.py",
          content: "# theirs\n",
          version: "2",
        },
      });
    });
  }
  if (scene === "closing") await page.getByRole("tab", { name: "main.py" }).press("Delete");
  if (scene === "find") await page.getByRole("textbox", { name: "Code editor" }).press("Control+f");
  if (scene === "menu") await page.getByRole("button", { name: "File", exact: true }).click();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(350);
}

const extra = ["details", "closing", "find", "menu"];
const shots = [...Object.keys(SCENES), ...extra].filter((scene) => wanted.length === 0 || wanted.includes(scene));
for (const scene of shots) {
  for (const [theme, width, height] of [
    ["light", 1280, 800],
    ["dark", 1280, 800],
    ["light", 1024, 768],
    ["dark", 1024, 768],
  ] as const) {
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    page.on("pageerror", (error) => console.error(scene, error.message));
    page.on("console", (message) => message.type() === "error" && console.error(scene, message.text()));
    await page.goto(`${server.resolvedUrls?.local[0]}?scene=${extra.includes(scene) ? "idle" : scene}&theme=${theme}`);
    try {
      await prepare(page, scene);
    } catch (error) {
      console.error(scene, error);
    }
    await page.screenshot({ path: `${out}/${scene}-${theme}-${width}.png` });
    if (width === 1280) {
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations) {
        console.error(
          "axe",
          scene,
          theme,
          id,
          nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`),
        );
      }
    }
    await context.close();
  }
  console.log(scene);
}
await browser.close();
await server.close();
