import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { missRemote } from "../engine/remote/miss-remote.ts";
import { type SshEngine, startSshEngine, whyNoSsh } from "../engine/remote/ssh-engine.ts";
import { CodePage } from "./code-page.ts";
import { engineWindowTest, launch } from "./launch.ts";
import { newHome, type OpenedApp } from "./open-app.ts";
import { SettingsPage } from "./settings-page.ts";

const noSsh = inject("hasEngine") ? whyNoSsh() : "There is no engine.";
if (inject("hasEngine")) missRemote("The window with an engine behind SSH", noSsh);
const remoteTest = noSsh === null ? engineWindowTest : engineWindowTest.skip;

describe("an engine on another machine, in the window", () => {
  let lab: SshEngine;
  let opened: OpenedApp;
  let code: CodePage;
  let home: string;
  beforeAll(async () => {
    if (noSsh !== null) return;
    home = await newHome();
    lab = await startSshEngine(process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock");
    // One of Docker's contexts, as `docker context create lab --docker host=ssh://lab-server` leaves it.
    const folder = join(home, "docker/contexts/meta", createHash("sha256").update("lab").digest("hex"));
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "meta.json"),
      JSON.stringify({ Name: "lab", Endpoints: { docker: { Host: lab.address } } }),
    );
    opened = await launch({ home, env: { PATH: lab.env.PATH ?? "", DOCKER_CONFIG: join(home, "docker") } });
    code = new CodePage(opened.page);
    await code.untilIsolation("isolated");
  });
  afterAll(async () => {
    await opened?.close();
    await lab?.close();
    if (home) await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  remoteTest("is chosen in the settings, from Docker's contexts", async () => {
    const settings = new SettingsPage(opened.page);
    await settings.open();
    const panel = opened.page.getByRole("region", { name: "Container engine" });
    await panel.getByText(/on this computer, found through DOCKER_HOST/).waitFor();
    await panel.getByRole("button", { name: 'Use Docker context "lab"' }).click();
    await panel.getByText(/on lab-server, found through Docker context "lab"/).waitFor({ timeout: 30_000 });
    expect(await settings.field("engine.address").inputValue()).toBe("context:lab");
    const { violations } = await new AxeBuilder({ page: opened.page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  remoteTest("is named in the badge, with how far away it is, and runs programs", async () => {
    await code.goTo();
    await expect
      .poll(() => code.badge.innerText(), { timeout: 20_000 })
      .toMatch(/Isolated\s+on lab-server · \d+ ms · /);
    await code.runProgram("print('from', input('Who? '))\n");
    await code.input.fill("far away");
    await code.input.press("Enter");
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("from far away");
    await code.badge.click();
    const details = opened.page.getByRole("dialog", { name: "Isolation" });
    await details.getByText(/\d+ ms to an answer/).waitFor();
    expect(await details.innerText()).toMatch(/on another machine, lab-server[\s\S]*lab-server, encrypted by SSH/);
    await opened.page.keyboard.press("Escape");
  });

  remoteTest("is missed when it goes, with the reason, and found when it is back", async () => {
    await lab.cut();
    await code.untilIsolation("not_isolated");
    await code.badge.click();
    const details = opened.page.getByRole("dialog", { name: "Isolation" });
    await details.getByText(/ssh:\/\/lab-server cannot be reached/).waitFor();
    await opened.page.keyboard.press("Escape");
    await lab.restore();
    await code.untilIsolation("isolated");
    await expect.poll(() => code.badge.innerText()).toContain("on lab-server");
  });
});
