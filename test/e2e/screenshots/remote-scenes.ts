import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startSshEngine } from "../../engine/remote/ssh-engine.ts";
import type { CodePage } from "../code-page.ts";
import { SettingsPage } from "../settings-page.ts";
import type { Scene, Surroundings } from "./scene.ts";

/** The engine of the tests, as if it were on another machine; the folder of Docker's contexts is in the home folder. */
const onLabServer = (change: { knownHosts?: string } = {}): Pick<Scene, "surround" | "furnish"> => ({
  async surround(): Promise<Surroundings> {
    const lab = await startSshEngine(process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock");
    await lab.configure(change);
    return { env: { PATH: lab.env.PATH ?? "" }, end: lab.close };
  },
  async furnish(home) {
    const settings = { version: 1, values: { "engine.address": "ssh://lab-server" } };
    await writeFile(join(home, "settings.json"), JSON.stringify(settings));
  },
});

async function openIsolation({ page }: CodePage): Promise<void> {
  await new SettingsPage(page).open();
  await page.getByRole("region", { name: "Container engine" }).scrollIntoViewIfNeeded();
}

/** Docker's contexts of the person whose settings are looked at. */
async function addContexts(home: string): Promise<void> {
  const contexts = { lab: "ssh://ada@lab-server", colima: "unix:///home/ada/.colima/default/docker.sock" };
  for (const [Name, Host] of Object.entries(contexts)) {
    const folder = join(home, "docker/contexts/meta", createHash("sha256").update(Name).digest("hex"));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "meta.json"), JSON.stringify({ Name, Endpoints: { docker: { Host } } }));
  }
}

/** Engines on other machines. */
export const REMOTE_SCENES: Record<string, Scene> = {
  "remote-engine": {
    ...onLabServer(),
    async prepare(code) {
      await code.untilWarm();
      await code.runProgram("print('Hello from another machine')\n");
      await code.untilEnded("completed");
      await code.badge.click();
      await code.page.getByText("to an answer").waitFor();
    },
  },
  "remote-engine-refused": {
    ...onLabServer({ knownHosts: "no_hosts" }),
    async prepare(code) {
      await code.untilIsolation("not_isolated");
      await openIsolation(code);
    },
  },
  "settings-engine": {
    async furnish(home) {
      await addContexts(home);
    },
    async prepare(code) {
      await code.untilIsolation("isolated");
      await openIsolation(code);
      await code.page.getByRole("button", { name: 'Use Docker context "lab"' }).waitFor();
    },
  },
};
