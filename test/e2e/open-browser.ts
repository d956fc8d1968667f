import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, type BrowserContext, chromium, type ElectronApplication, type Page } from "playwright-core";
import { underPolicy } from "./machine-policy.ts";
import { newHome, type OpenedApp, type OpenOptions, recordImages } from "./open-app.ts";

const MAIN = join(import.meta.dirname, "../../electron/cli/main.ts");

/** Stands where Electron's application stands: what a test does outside the page. */
export class BrowserHost {
  readonly server: ChildProcess;
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** What was asked on pages of its own since `answer` was set. */
  questions: string[] = [];
  #answer: boolean | null = null;

  constructor(server: ChildProcess, browser: Browser, context: BrowserContext) {
    this.server = server;
    this.browser = browser;
    this.context = context;
    // A question's page may be gone at any moment of this: answered, withdrawn, or with the whole browser. What a test
    // then misses it finds missing in what it looks for.
    context.on("page", (page) => void this.#onPage(page).catch(() => {}));
  }

  /** Answers every question from now on in this way. */
  answer(agreed: boolean): void {
    this.#answer = agreed;
    this.questions = [];
  }

  /** Counts a question once the window has its answer: what a test does next meets a window that waits for nothing. */
  async #onPage(page: Page): Promise<void> {
    // Those of now: a test that has seen its question may at once say how the next one is answered.
    const { questions } = this;
    const answer = this.#answer;
    await page.waitForURL(/\/consent\//);
    const heading = page.getByRole("heading");
    const question = await heading.innerText();
    if (answer !== null) {
      await page
        .getByRole("button", { name: answer ? /^(Run Without Isolation|Trust This Key|Build)$/ : "Cancel" })
        .click();
      await heading.filter({ hasNotText: question }).waitFor();
      const [window] = this.context.pages();
      await window?.getByRole("button", { name: "Show the question" }).waitFor({ state: "hidden" });
      await page.close();
    }
    questions.push(question);
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    await this.browser.close();
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    const gone = once(this.server, "exit");
    this.server.kill(signal);
    await gone;
  }
}

/** Whether the window is in a browser, and what then stands for Electron's application. */
export const toBrowserHost = (app: ElectronApplication | BrowserHost): BrowserHost | null =>
  app instanceof BrowserHost ? app : null;

/** Starts `sandpit serve`, and answers its link once it is there. */
export async function startServer(
  env: NodeJS.ProcessEnv,
  node: string = process.execPath,
): Promise<{ server: ChildProcess; link: string }> {
  const args = [MAIN, "serve", "--window", "--port", "0", "--json"];
  const server = spawn(node, args, { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: server.stdout });
  const [line] = (await Promise.race([
    once(lines, "line"),
    once(server, "exit").then(([code]) => Promise.reject(new Error(`The server ended with ${code}.`))),
  ])) as [string];
  return { server, link: (JSON.parse(line) as { link: string }).link };
}

export interface BrowserOptions extends Omit<OpenOptions, "electronPath" | "root"> {
  chromiumPath: string;
}

/** Opens the window in a real Chromium, served by a real server with a home folder of its own. */
export async function openInBrowser(options: BrowserOptions): Promise<OpenedApp> {
  const {
    chromiumPath,
    engine,
    images = false,
    size = { width: 1280, height: 800 },
    policy,
    env = {},
    switches = [],
  } = options;
  const home = options.home ?? (await newHome());
  if (images) await recordImages(home, engine);
  const own = { SANDPIT_HOME: home, ...(engine && { DOCKER_HOST: engine }), ...env };
  const policyFolder = policy === undefined ? null : await newHome();
  const node =
    policy === undefined || policyFolder === null
      ? process.execPath
      : await underPolicy(process.execPath, policy, policyFolder);
  const { server, link } = await startServer({ ...process.env, ...own }, node);
  const root = process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath: chromiumPath, args: [...switches, ...root] });
  const context = await browser.newContext({ viewport: size, permissions: ["clipboard-read", "clipboard-write"] });
  const host = new BrowserHost(server, browser, context);
  const page = await context.newPage();
  await page.goto(link);
  await page.locator(".cm-content, .empty").first().waitFor();
  return {
    // Only what knows of `BrowserHost` may be asked for more than this name says: dialogs.ts, menu.ts, clipboard.ts.
    app: host as unknown as ElectronApplication,
    page,
    home,
    kill: () => host.stop("SIGKILL"),
    async close() {
      await host.stop("SIGTERM");
      if (policyFolder) await rm(policyFolder, { recursive: true, force: true });
      if (!options.home) await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
