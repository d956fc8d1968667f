import { once } from "node:events";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import open from "open";
import { SandpitError, toFailure } from "#shared/errors.ts";
import { checkApiIsAllowed } from "../core/api-allowed.ts";
import { callCore } from "../core/call-core.ts";
import { type Core, createCore } from "../core/core.ts";
import type { CommandContext } from "../core/dispatcher.ts";
import { resolveHome } from "../core/store/home.ts";
import { createLog } from "../core/store/log.ts";
import { createServer, type HttpServer, startOnFirstFree } from "../server/server.ts";
import { createTokenKeeper } from "../server/token.ts";
import { DOCKERFILES } from "./dockerfiles.ts";
import { findSettingsNotice } from "./notices.ts";
import { printFailure, printJson } from "./print.ts";
import { readVersion } from "./version.ts";
import { buildWindow, WINDOW_FOLDER } from "./window-build.ts";

export interface ServeOptions {
  port?: string;
  open?: boolean;
  window?: boolean;
  allowLocal?: boolean;
  printToken?: boolean;
  newToken?: boolean;
  json?: boolean;
}

const toHome = (): string => resolveHome(process.env, process.platform, homedir());

/** `sandpit serve --print-token` and `--new-token`: the token, and nothing else, on standard output. */
export async function printToken({ newToken, json }: ServeOptions): Promise<number> {
  const home = toHome();
  const notes: Parameters<Core["noteToken"]>[] = [];
  try {
    const keeper = createTokenKeeper({
      home,
      onReplaced: (why) => notes.push([why]),
      log: (line) => console.error(`sandpit: ${line}`),
    });
    const token = await (newToken ? keeper.rotate() : keeper.current());
    if (notes.length > 0) {
      const core = await createCore({ home, dockerfiles: DOCKERFILES });
      core.events.on("history.noticed", ({ message }) => console.error(`sandpit: ${message}`));
      for (const note of notes) core.noteToken(...note);
      await core.close();
    }
    if (json) printJson({ token });
    else process.stdout.write(`${token}\n`);
    return 0;
  } catch (error) {
    return printFailure(toFailure(error), json);
  }
}

/** `sandpit serve`: answers until it is interrupted. */
export async function serve(options: ServeOptions & { verbose: boolean }): Promise<number> {
  const home = toHome();
  const toFile = createLog({ folder: join(home, "logs") });
  const log = (line: string, error?: unknown): void => {
    toFile(line, error);
    if (options.verbose) console.error(line, error ?? "");
  };
  const interrupted = untilInterrupted();
  const withWindow = options.open === true || options.window === true;
  try {
    const asked = options.port === undefined ? null : toPort(options.port);
    if (withWindow) await buildWindow();
    const core = await createCore({ home, dockerfiles: DOCKERFILES, watchEngine: true, version: readVersion(), log });
    // A host that stays says at once what happens to history; what it cannot use of the settings, at its start.
    core.events.on("history.noticed", ({ message }) => console.error(`sandpit: ${message}`));
    try {
      const notice = await findSettingsNotice(core, AS_CLI);
      if (notice !== null) console.error(`sandpit: ${notice}`);
      const isApiAllowed = await checkApi(core, withWindow);
      const ports = asked === null ? [await toUsualPort(core), 0] : [asked];
      const open = (port: number): HttpServer =>
        createServer(core, {
          ...{ token: createTokenKeeper({ home, onReplaced: core.noteToken, log }), version: readVersion(), port, log },
          ...(withWindow && { windowFolder: WINDOW_FOLDER, transferFolder: join(home, "transfers") }),
          mayRunLocally: () => options.allowLocal === true,
        });
      const { server, address } = await startOnFirstFree(ports, open);
      try {
        await tell(server, address, { ...options, withWindow, isApiAllowed });
        await interrupted;
      } finally {
        await server.stop();
      }
    } finally {
      await core.close();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof SandpitError)) log("The server could not be started", error);
    return printFailure(toFailure(error), options.json);
  }
}

const AS_CLI: CommandContext = { source: "cli", mayRunLocally: () => false };

/** @throws SandpitError `policy_forbids` where there is to be the API alone, and the computer's policy forbids it. */
async function checkApi(core: Core, withWindow: boolean): Promise<boolean> {
  try {
    await checkApiIsAllowed(core, AS_CLI);
    return true;
  } catch (error) {
    if (!withWindow || !(error instanceof SandpitError)) throw error;
    console.error(`sandpit: ${error.message}`);
    return false;
  }
}

const toUsualPort = async (core: Core): Promise<number> =>
  Number((await callCore(core, "settings.get", { key: "http.port" }, AS_CLI)).value);

async function tell(
  server: HttpServer,
  address: string,
  options: ServeOptions & { withWindow: boolean; isApiAllowed: boolean },
): Promise<void> {
  const { json, open: opens, allowLocal, withWindow, isApiAllowed } = options;
  const link = withWindow ? server.newLink() : null;
  if (json) printJson({ address, link });
  else {
    console.log(`Sandpit answers at ${address}, to this computer only. Ctrl-C ends it.`);
    if (link !== null) console.log(`\n  Window: ${link}\n          (opens it once; press Enter for another link)`);
    if (isApiAllowed) console.log(`\n  HTTP API: ${address}/api/v1/docs\n`);
    if (allowLocal) console.error(LOCAL_WARNING);
  }
  if (link === null) return;
  // Whoever can type here may open the window.
  createInterface({ input: process.stdin }).on("line", () => {
    const another = server.newLink();
    if (json) printJson({ address, link: another });
    else console.log(`  Window: ${another}`);
  });
  if (opens && hasDesktop(process.platform, process.env)) await openBrowser(link);
}

const LOCAL_WARNING = `  ! NOT ISOLATED: without a container engine, programs that come through the API run
  ! on this computer as you. Let only programs that you trust come.
`;

/** Whether there is a desktop that a browser could open on. */
export const hasDesktop = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean =>
  platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);

/** Opens the link in the user's browser. Where that fails, the link is on the screen. */
async function openBrowser(link: string): Promise<void> {
  const browser = await open(link).catch(() => null);
  browser?.once("error", () => {});
}

/** @throws SandpitError for what is no port. */
function toPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new SandpitError("invalid_input", `--port takes a number from 0 to 65535, not "${text}". 0 takes a free one.`);
}

/** Resolves at the first interrupt; a second one ends the process at once. */
async function untilInterrupted(): Promise<void> {
  const signals = ["SIGINT", "SIGTERM"] as const;
  await Promise.race(signals.map((signal) => once(process, signal)));
  for (const signal of signals) process.once(signal, () => process.exit(130));
}
