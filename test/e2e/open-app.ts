import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { toArguments } from "../../scripts/launch.ts";
import { openTestCore } from "../engine/open-core.ts";
import { underPolicy } from "./machine-policy.ts";
import { twiceIfLost } from "./twice.ts";

/** The application as a test, or the script that takes pictures, sees it. */
export interface OpenedApp {
  app: ElectronApplication;
  page: Page;
  home: string;
  /** Ends it as a crash would: nothing is asked, nothing is saved. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  electronPath: string;
  /** Everything that the application keeps; a fresh folder by default, which `close` removes. */
  home?: string;
  /** `DOCKER_HOST`, to put a proxy before the engine or to have none. */
  engine?: string;
  /** Whether the images shall be built, and recorded in the home folder, before the window opens. */
  images?: boolean;
  /** The application's folder, where it is not the repository itself. */
  root?: string;
  size?: WindowSize;
  /** The text of the policy that the machine has; see `machine-policy.ts`. */
  policy?: string;
  env?: Record<string, string>;
  /** More of Chromium's command-line switches. */
  switches?: string[];
}

export interface WindowSize {
  width: number;
  height: number;
}

/** An engine's address where nothing listens. */
export const NO_ENGINE = "unix:///nowhere/docker.sock";

export const newHome = (): Promise<string> => mkdtemp(join(tmpdir(), "sandpit-e2e-"));

/** Builds the images, which the engine's build cache makes quick, and records them in a home folder. */
export async function recordImages(home: string, engine?: string): Promise<void> {
  const env = { ...process.env, ...(engine && { DOCKER_HOST: engine }) };
  const core = await openTestCore({ home, env, poolSize: 0 });
  await core.call("images.build", {});
  await core.close();
}

/** Opens the real application in a real Electron, with a home folder of its own. */
export async function openApp(options: OpenOptions): Promise<OpenedApp> {
  const { electronPath, engine, images = false, root, size, policy, env = {}, switches = [] } = options;
  const home = options.home ?? (await newHome());
  const policyFolder = policy === undefined ? null : await newHome();
  if (images) await recordImages(home, engine);
  const app = await _electron.launch({
    executablePath:
      policy === undefined || policyFolder === null
        ? electronPath
        : await underPolicy(electronPath, policy, policyFolder),
    args: [...switches, ...toArguments([], process.platform, process.getuid?.() ?? null, root)],
    env: {
      ...toStrings(process.env),
      SANDPIT_HOME: home,
      SANDPIT_NODE: process.execPath,
      ...(engine && { DOCKER_HOST: engine }),
      ...env,
    },
  });
  const page = await untilShown(app, size).catch(async (error: unknown) => {
    // Nobody else knows of it: left alone, it would keep this process from ending.
    app.process().kill("SIGKILL");
    if (!options.home) await rm(home, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  });

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
      if (policyFolder) await rm(policyFolder, { recursive: true, force: true });
      if (!options.home) await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function untilShown(app: ElectronApplication, size: WindowSize | undefined): Promise<Page> {
  const page = await app.firstWindow();
  await page.locator(".cm-content, .empty").first().waitFor();
  if (size) await resize({ app, page }, size);
  return page;
}

/** Gives the page this size, without the window's frame and menu, and waits until it has it. */
export async function resize({ app, page }: Pick<OpenedApp, "app" | "page">, size: WindowSize): Promise<void> {
  await twiceIfLost(() =>
    app.evaluate(
      ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
      size,
    ),
  );
  await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size);
}

const toStrings = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
