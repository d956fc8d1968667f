import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { dockerfiles, openReadyCore } from "../engine/open-core.ts";
import { CodePage } from "./code-page.ts";
import { ImagesPage } from "./images-page.ts";
import { engineWindowTest, hasParts, launch } from "./launch.ts";
import { recordAs } from "./old-image.ts";
import type { OpenedApp } from "./open-app.ts";
import { createOutside, type Outside } from "./outside.ts";

const PYTHON_TAG = "learning-platform-python-executor:latest";

let folder: string;
let launched: OpenedApp;
let images: ImagesPage;
let outside: Outside;

const dockerfile = () => join(folder, "python", "Dockerfile");
const original = () => readFile(join(dockerfiles, "python", "Dockerfile"), "utf8");
/** Puts an instruction behind the first line that is one. */
const withStep = async (instruction: string) =>
  writeFile(
    dockerfile(),
    (await original()).replace(/^FROM .* AS build$/m, (from) => `${from}\n${instruction}`),
  );

beforeAll(async () => {
  if (!hasParts) return;
  folder = await mkdtemp(join(tmpdir(), "sandpit-e2e-dockerfiles-"));
  await cp(dockerfiles, folder, { recursive: true });
  outside = createOutside();
  launched = await launch({ env: { SANDPIT_DOCKERFILES: folder } });
  images = new ImagesPage(launched.page);
  await new CodePage(launched.page).untilIsolation("isolated");
});
afterAll(async () => {
  await launched?.close();
  await outside?.close();
  if (!hasParts) return;
  await rm(folder, { recursive: true, force: true });
  // The tag belongs to the other tests again.
  await (await openReadyCore({ poolSize: 0 })).close();
});

describe("the images screen", () => {
  engineWindowTest("says how every image stands, and what it is made of", async () => {
    await images.open();
    for (const of of ["python", "node"]) await images.untilState(of, "ready");
    const text = await images.card("python").innerText();
    for (const word of ["Python 3.11", "Ready", PYTHON_TAG, "python:3.11-slim-bookworm", "MB", "built today"])
      expect(text).toContain(word);
    await images.card("python").getByText("What is in it").click();
    await images
      .card("python")
      .getByText(/Python 3\.11\.\d+/)
      .waitFor({ timeout: 30_000 });
    expect(await images.card("python").getByRole("table", { name: "Layers, newest first" }).innerText()).toMatch(/MB/);
  });

  engineWindowTest("builds with progress, is cancelled half-way, and builds again", async () => {
    await withStep("RUN sleep 60");
    await images.build("python");
    await images.untilState("python", "building");
    await images
      .card("python")
      .getByText(/^Step 2 of \d+$/)
      .waitFor({ timeout: 30_000 });
    await images.card("python").getByText("RUN sleep 60").first().waitFor();
    expect(Number(await images.progress("python").getAttribute("aria-valuenow"))).toBeGreaterThan(0);
    await images.card("python").getByRole("button", { name: "Cancel" }).click();
    // What was there before is still there, and is only no longer what the Dockerfile says.
    await images.untilState("python", "outdated");
    expect(await images.card("python").getByRole("alert").count()).toBe(0);

    await writeFile(dockerfile(), await original());
    await images.build("python");
    await images.untilState("python", "ready");
    await images.card("python").getByText("Log of the last build").click();
    expect(await images.card("python").getByRole("log", { name: "Build log" }).innerText()).toContain("Step 1");
  });

  engineWindowTest("explains a build that failed, with the line of the Dockerfile", async () => {
    await withStep("RUN no-such-command --at-all");
    const line =
      (await readFile(dockerfile(), "utf8")).split("\n").findIndex((text) => text.startsWith("RUN no-such")) + 1;
    await images.build("python");
    const failure = images.card("python").getByRole("alert");
    await failure.waitFor({ timeout: 60_000 });
    const text = await failure.innerText();
    expect(text).toContain("no-such-command --at-all");
    expect(text).toContain(`line ${line}`);
    await writeFile(dockerfile(), await original());
    await images.build("python");
    await images.untilState("python", "ready");
    await failure.waitFor({ state: "detached" });
  });

  engineWindowTest("refuses an impostor, says so, and runs again once it is replaced", async () => {
    const code = new CodePage(launched.page);
    await outside.tag("python:3.11-slim-bookworm", PYTHON_TAG);
    await code.goTo();
    await images.open();
    await images.untilState("python", "mismatched");
    expect(await images.card("python").innerText()).toMatch(/Refused[\s\S]*is not the one that was built here/);
    await images.build("python");
    await images.untilState("python", "ready");
    await code.goTo();
    await code.runProgram("print('the right one')");
    await code.untilEnded("completed");
  });

  engineWindowTest("flags an image that is older than 90 days, and makes it anew", async () => {
    const old = await outside.tagOld(PYTHON_TAG);
    await recordAs(launched.home, PYTHON_TAG, old);
    await new CodePage(launched.page).goTo();
    await images.open();
    const card = images.card("python");
    await card.getByText("More than 90 days old").waitFor();
    await card.getByText(/ years old$/).waitFor();
    await card.getByRole("button", { name: "Rebuild now" }).click();
    await card.getByText("built today").waitFor({ timeout: 60_000 });
    await images.untilState("python", "ready");
    expect(await card.getByText("More than 90 days old").count()).toBe(0);
  });

  engineWindowTest("removes an image after it has asked, and builds it anew", async () => {
    await outside.removeLeftovers();
    await images.open();
    await images
      .card("python")
      .getByRole("button", { name: /^Remove the image/ })
      .click();
    const dialog = launched.page.getByRole("alertdialog");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await images.untilState("python", "ready");
    await images
      .card("python")
      .getByRole("button", { name: /^Remove the image/ })
      .click();
    await dialog.getByRole("button", { name: "Remove" }).click();
    await images.untilState("python", "missing");
    await images.build("python");
    await images.untilState("python", "ready");
  });
});

describe("the clean-up", () => {
  engineWindowTest("shows what would go, removes it, and says what that has freed", async () => {
    const { page } = launched;
    await images.open();
    const dialog = page.getByRole("dialog", { name: "Clean up" });
    await page.getByRole("button", { name: "Clean up…" }).click();
    // The builds above have left layers behind.
    await dialog.getByRole("button", { name: /^Remove \d+ things?$/ }).click();
    await dialog.getByText(/^(Freed|Removed) /).waitFor({ timeout: 60_000 });
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Clean up…" }).click();
    await dialog.getByText("Nothing to clean up").waitFor({ timeout: 30_000 });
    await page.keyboard.press("Escape");
    await images.untilState("python", "ready");
  });
});
