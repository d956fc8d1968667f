import { afterEach, describe, expect } from "vitest";
import { createEngineProxy, type EngineProxy } from "../engine/engine-proxy.ts";
import { CodePage } from "./code-page.ts";
import { answerDialogs, shownBoxes } from "./dialogs.ts";
import { engineWindowTest, launch, windowTest } from "./launch.ts";
import { NO_ENGINE, type OpenedApp } from "./open-app.ts";
import { SettingsPage } from "./settings-page.ts";

let launched: OpenedApp | undefined;
let proxy: EngineProxy | undefined;

afterEach(async () => {
  await launched?.close();
  await proxy?.close();
  launched = undefined;
  proxy = undefined;
});

const HELLO = "console.log('hello from', process.platform);\n";

/** Opens the window with a JavaScript program, which any machine that runs this test can also run locally. */
async function openWith(engine: string): Promise<CodePage> {
  launched = await launch({ engine });
  const code = new CodePage(launched.page);
  await code.chooseLanguage("JavaScript");
  await code.write(HELLO);
  return code;
}

describe("without an engine", () => {
  windowTest(
    "the first start explains what is missing, and a program runs only after a confirmation outside the page",
    async () => {
      const code = await openWith(NO_ENGINE);
      const { app, page } = launched as OpenedApp;
      await code.untilIsolation("not_isolated");
      const setup = page.getByRole("region", { name: "Set up isolation" });
      expect(await setup.innerText()).toMatch(/Docker/);
      expect(await setup.getByRole("button", { name: "Retry" }).isVisible()).toBe(true);
      await code.banner.waitFor();
      expect(await code.banner.getByRole("button", { name: /close|dismiss/i }).count()).toBe(0);
      expect(await code.runButton.count()).toBe(0);

      await answerDialogs(app, { messageBox: 0 }); // Cancel
      await code.runInsecurely.click();
      await expect.poll(() => shownBoxes(app)).toEqual(["Run programs without isolation?"]);
      expect(await code.verdict.getAttribute("data-outcome")).toBeNull();

      await answerDialogs(app, { messageBox: 1 });
      await code.runInsecurely.click();
      await code.untilEnded("completed");
      expect(await code.verdict.getAttribute("data-isolated")).toBe("false");
      expect(await code.output.innerText()).toContain("hello from");
      await code.runInsecurely.click();
      await code.untilEnded("completed");
      expect(await shownBoxes(app)).toHaveLength(1);
    },
  );
});

describe("where the settings say that programs run without isolation", () => {
  windowTest("what was agreed to before is asked again, and programs run", async () => {
    const code = await openWith(NO_ENGINE);
    const { app, page } = launched as OpenedApp;
    const settings = new SettingsPage(page);
    await code.untilIsolation("not_isolated");
    await answerDialogs(app, { messageBox: 1 });
    await code.runInsecurely.click();
    await code.untilEnded("completed");
    await settings.open();
    await settings.field("backendPolicy").selectOption("local");
    await code.banner.getByText("The settings say so.").waitFor();
    await code.goTo();
    await answerDialogs(app, { messageBox: 1 });
    await code.runInsecurely.click();
    await expect.poll(() => shownBoxes(app), { timeout: 20_000 }).toEqual(["Run programs without isolation?"]);
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("hello from");
  });

  engineWindowTest(
    "the banner says so, input is waited for, and a change of the setting ends the consent",
    async () => {
      launched = await launch();
      const { app, page } = launched;
      const code = new CodePage(page);
      const settings = new SettingsPage(page);
      await code.untilIsolation("isolated");
      const choose = async (policy: "auto" | "local", isolation: "isolated" | "not_isolated") => {
        await settings.open();
        await settings.field("backendPolicy").selectOption(policy);
        await code.untilIsolation(isolation);
        await code.goTo();
      };
      await choose("local", "not_isolated");
      expect(await code.banner.innerText()).toContain("The settings say so.");
      await answerDialogs(app, { messageBox: 1 });
      await code.chooseLanguage("JavaScript");
      await code.write(
        "process.stdout.write('Who? '); process.stdin.once('data', (d) => { console.log(`Hi ${d}`); process.exit(); });",
      );
      await code.runInsecurely.click();
      await page.getByText("Your program is waiting for input.").waitFor();
      await code.input.fill("Ada");
      await code.input.press("Enter");
      await code.untilEnded("completed");
      expect(await code.output.innerText()).toContain("Hi Ada");
      expect(await shownBoxes(app)).toHaveLength(1);

      await choose("auto", "isolated");
      await choose("local", "not_isolated");
      await answerDialogs(app, { messageBox: 0 });
      await code.runInsecurely.click();
      await expect.poll(() => shownBoxes(app)).toEqual(["Run programs without isolation?"]);
    },
  );
});

describe("an engine that goes away in the middle of a session", () => {
  engineWindowTest("is shown within two seconds, and its runs need a new confirmation each time", async () => {
    proxy = await createEngineProxy(process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock");
    const code = await openWith(proxy.address);
    const { app } = launched as OpenedApp;
    await code.untilIsolation("isolated");
    await code.runButton.click();
    await code.untilEnded("completed");
    expect(await code.verdict.getAttribute("data-isolated")).toBe("true");
    expect(await code.banner.count()).toBe(0);

    await answerDialogs(app, { messageBox: 1 });
    const cutAt = performance.now();
    await proxy.cut();
    await code.untilIsolation("not_isolated");
    expect(performance.now() - cutAt).toBeLessThan(2000);
    expect(await code.banner.innerText()).toContain("Not isolated");
    expect(await shownBoxes(app)).toEqual([]);
    await code.runInsecurely.click();
    await code.verdict.and(code.page.locator('[data-isolated="false"]')).waitFor();
    await code.untilEnded("completed");
    expect(await shownBoxes(app)).toHaveLength(1);

    const restoredAt = performance.now();
    await proxy.restore();
    await code.untilIsolation("isolated");
    expect(performance.now() - restoredAt).toBeLessThan(2000);
    await code.runButton.click();
    await code.verdict.and(code.page.locator('[data-isolated="true"]')).waitFor();

    await proxy.cut();
    await code.untilIsolation("not_isolated");
    await answerDialogs(app, { messageBox: 0 });
    await code.runInsecurely.click();
    await expect.poll(() => shownBoxes(app)).toHaveLength(1); // asked anew: the first consent is void
  });

  engineWindowTest("leaves what a program has printed, and says that its end is not known", async () => {
    proxy = await createEngineProxy(process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock");
    const code = await openWith(proxy.address);
    await code.untilIsolation("isolated");
    await code.write("console.log('half-way'); setInterval(() => {}, 1000);\n");
    await code.runButton.click();
    await code.output.getByText("half-way").waitFor();
    await proxy.cut();
    const lost = code.page.getByRole("alert").filter({ hasText: "The run was cut off" });
    await lost.waitFor();
    expect(await code.output.innerText()).toContain("half-way");
    await proxy.restore();
    await code.untilIsolation("isolated");
    expect(await lost.isVisible()).toBe(true);
  });
});

describe("an engine whose connection is lost for a moment while a program waits for input", () => {
  engineWindowTest("has the run end with a sentence that stays, and the next run is like any other", async () => {
    proxy = await createEngineProxy(process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock");
    launched = await launch({ engine: proxy.address });
    const code = new CodePage(launched.page);
    await code.untilIsolation("isolated");
    await code.runProgram("print('begun')\nname = input()\nprint('hello', name)\n");
    await code.output.getByText("begun").waitFor();
    await proxy.cut();
    await code.untilIsolation("not_isolated");
    await proxy.restore();
    await code.untilIsolation("isolated");
    const said = launched.page.getByRole("alert").filter({ hasText: "The run was cut off" });
    expect(await said.innerText()).toContain("was lost while the program ran, so its output is not complete");
    expect(await code.output.innerText()).toContain("begun");
    expect(await launched.page.getByText("waiting for input").count()).toBe(0);
    await code.runProgram("print('again')\n");
    await code.untilEnded("completed");
    expect(await said.count()).toBe(0);
  });
});

describe("an engine without images", () => {
  engineWindowTest("is offered a build, with progress, after which the program runs", async () => {
    launched = await launch({ images: false });
    const code = new CodePage(launched.page);
    await code.untilIsolation("isolated");
    const setup = launched.page.getByRole("region", { name: "Set up languages" });
    await setup.waitFor();
    await code.runButton.click();
    // What can be cleared is the refusal.
    await expect.poll(() => launched?.page.getByRole("button", { name: "Clear output" }).isEnabled()).toBe(true);
    // One card says what is wrong and has the button for it; no second one, and nothing to be typed elsewhere.
    expect(await launched.page.getByRole("heading", { name: /not set up yet/ }).count()).toBe(1);
    expect(await launched.page.getByRole("alert").count()).toBe(0);
    expect(await launched.page.locator("body").innerText()).not.toContain("sandpit images");
    await setup.getByRole("button", { name: /^Build images?$/ }).click();
    await launched.page.getByRole("progressbar", { name: "Build progress" }).waitFor();
    await setup.waitFor({ state: "hidden", timeout: 120_000 });
    await code.runProgram("print('built and run')\n");
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("built and run");
  });
});

describe("the badge", () => {
  engineWindowTest("opens the details: engine, image, limits and protections", async () => {
    launched = await launch();
    const code = new CodePage(launched.page);
    await code.untilIsolation("isolated");
    expect(await code.badge.innerText()).toMatch(
      /Isolated[\s\S]*(Docker|Podman) \d+[\s\S]*128 MB[\s\S]*30 s[\s\S]*no network[\s\S]*learning-platform-python-executor/,
    );
    await code.badge.click();
    const details = launched.page.getByRole("dialog", { name: "Isolation" });
    await details.waitFor();
    const text = await details.innerText();
    for (const word of ["network", "read-only", "seccomp", "learning-platform-python-executor"])
      expect(text.toLowerCase()).toContain(word);
    await launched.page.keyboard.press("Escape");
    await details.waitFor({ state: "hidden" });
  });
});
