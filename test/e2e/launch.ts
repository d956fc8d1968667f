import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { inject, test } from "vitest";
import { toArguments } from "../../scripts/launch.ts";
import { openTestCore } from "../engine/open-core.ts";

/** The application as a test sees it. */
export interface LaunchedApp {
  app: ElectronApplication;
  page: Page;
  home: string;
  /** Ends it as a crash would: nothing is asked, nothing is saved. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** Everything that the application keeps; a fresh folder by default, which `close` removes. */
  home?: string;
  /** `DOCKER_HOST`, to put a proxy before the engine or to have none. */
  engine?: string;
  /** Whether the images shall be built before the window opens. */
  images?: boolean;
  size?: { width: number; height: number };
  env?: Record<string, string>;
  /** More of Chromium's command-line switches. */
  switches?: string[];
}

const electronPath = inject("electronPath");
const hasEngine = inject("hasEngine");

/** Whether a real window is there. */
export const hasElectron: boolean = electronPath !== null;
/** Whether both a real window and a real engine are there. */
export const hasParts: boolean = electronPath !== null && hasEngine;

/** `test` with a real window; `global-setup.ts` prints why where it is skipped. */
export const windowTest: ReturnType<typeof test.skipIf> = test.skipIf(electronPath === null);
/** `test` with a real window and a real engine. */
export const engineWindowTest: ReturnType<typeof test.skipIf> = test.skipIf(electronPath === null || !hasEngine);

export const newHome = (): Promise<string> => mkdtemp(join(tmpdir(), "sandpit-e2e-"));

/** An engine's address where nothing listens. */
export const NO_ENGINE = "unix:///nowhere/docker.sock";

/** Records the images in a home folder, which the engine's build cache makes quick. */
async function buildImages(home: string, engine: string | undefined): Promise<void> {
  const env = { ...process.env, ...(engine && { DOCKER_HOST: engine }) };
  const core = await openTestCore({ home, env, poolSize: 0 });
  await core.call("images.build", {});
  await core.close();
}

/** Opens the real application in a real Electron, with a home folder of its own. */
export async function launch(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const { engine, images = hasEngine && engine !== NO_ENGINE, size, env = {}, switches = [] } = options;
  const home = options.home ?? (await newHome());
  if (images) await buildImages(home, engine);
  const app = await _electron.launch({
    executablePath: electronPath ?? "",
    args: [...switches, ...toArguments([], process.platform, process.getuid?.() ?? null)],
    env: {
      ...toStrings(process.env),
      SANDPIT_HOME: home,
      SANDPIT_NODE: process.execPath,
      ...(engine && { DOCKER_HOST: engine }),
      ...env,
    },
  });
  const page = await app.firstWindow();
  if (size) {
    await app.evaluate(
      ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
      size,
    );
    await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size);
  }
  await page.locator(".cm-content").waitFor();

  const remove = async () => {
    if (!options.home) await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    app,
    page,
    home,
    async kill() {
      const gone = new Promise((resolve) => app.process().once("exit", resolve));
      app.process().kill("SIGKILL");
      await gone;
    },
    async close() {
      await app.close().catch(() => {});
      await remove();
    },
  };
}

const toStrings = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
