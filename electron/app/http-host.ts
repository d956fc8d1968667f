import { SandpitError, toFailure } from "#shared/errors.ts";
import type { HttpStatus } from "#shared/http-api.ts";
import type { Core } from "../core/core.ts";
import type { SettingsStore } from "../core/settings/settings-store.ts";
import type { Log } from "../core/store/log.ts";
import type { HttpServer } from "../server/server.ts";
import type { TokenKeeper } from "../server/token.ts";

export interface HttpHostOptions {
  core: () => Promise<Pick<Core, "dispatch" | "events" | "bundles" | "noteToken" | "noteRefusedRun">>;
  settings: SettingsStore;
  home: string;
  version: string;
  /** Called when it was started or stopped, or could not be. */
  onChanged: (status: HttpStatus) => void;
  log: Log;
}

/** The HTTP API beside the window: there while the setting says so, and gone with it. */
export interface HttpHost {
  status(): Promise<HttpStatus>;
  token(): Promise<string>;
  /** Makes a new token; the old one opens nothing from now on. */
  revokeToken(): Promise<string>;
  /** The page that describes it. @throws SandpitError `not_found` where it is off. */
  docsUrl(): string;
  close(): Promise<void>;
}

interface Running {
  server: HttpServer;
  /** The port that the setting named. */
  asked: number;
  port: number;
  address: string;
}

const OFF: HttpStatus = { state: "off", address: null, isHealthy: false, message: null };

/**
 * Starts and stops the loopback server as the settings and the policy say. Its code is loaded when it is first needed.
 * It never runs programs without isolation: `sandpit serve --allow-local` is for who wants exactly that.
 */
export function createHttpHost({ core, settings, home, version, onChanged, log }: HttpHostOptions): HttpHost {
  let running: Running | null = null;
  let failure: string | null = null;
  let closed = false;
  let work: Promise<void> = Promise.resolve();
  let keeper: Promise<TokenKeeper> | null = null;

  const tokenKeeper = (): Promise<TokenKeeper> => {
    keeper ??= Promise.all([import("../server/token.ts"), core()]).then(([{ createTokenKeeper }, { noteToken }]) =>
      createTokenKeeper({ home, onReplaced: noteToken, log }),
    );
    return keeper;
  };
  const wanted = (): number | null => {
    const { values } = settings.current();
    return !closed && values["http.window"] ? values["http.port"] : null;
  };

  const stop = async (): Promise<void> => {
    const server = running?.server;
    running = null;
    await server?.stop();
  };
  const start = async (asked: number): Promise<void> => {
    const [{ createServer, startOnFirstFree }, loaded, token] = await Promise.all([
      import("../server/server.ts"),
      core(),
      tokenKeeper(),
    ]);
    const { server, port, address } = await startOnFirstFree([asked, 0], (port) =>
      createServer(loaded, { token, version, port, apiSwitch: "http.window", log }),
    );
    running = { server, asked, port, address };
    log(`The HTTP API answers at ${address}`);
  };
  const follow = async (): Promise<void> => {
    const asked = wanted();
    if (asked === (running?.asked ?? null) && failure === null) return;
    failure = null;
    try {
      await stop();
      if (asked !== null) await start(asked);
    } catch (error) {
      failure = toFailure(error).message;
      log("The HTTP API could not be started", error);
    }
    onChanged(await status());
  };
  const followSoon = (): Promise<void> => {
    work = work.then(follow);
    return work;
  };

  const status = async (): Promise<HttpStatus> => {
    if (failure !== null) return { ...OFF, state: "failed", message: failure };
    if (!running) return { ...OFF, message: settings.current().policy.forbidsHttp };
    const { address, asked, port } = running;
    const message =
      asked === 0 || asked === port
        ? null
        : `Port ${asked} is in use by another program, so this is port ${port} for as long as the window is open. Choose another port to have one that stays.`;
    return { state: "on", address, isHealthy: await isHealthy(address), message };
  };

  const end = settings.onChanged(() => void followSoon());
  void followSoon();
  return {
    async status() {
      await work;
      return status();
    },
    token: async () => (await tokenKeeper()).current(),
    revokeToken: async () => (await tokenKeeper()).rotate(),
    docsUrl() {
      if (!running) throw new SandpitError("not_found", "The HTTP API is off. Switch it on first.");
      return `${running.address}/api/v1/docs`;
    },
    async close() {
      closed = true;
      end();
      await work;
      await stop();
    },
  };
}

const HEALTH_WITHIN_MS = 2_000;

async function isHealthy(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/api/v1/health`, { signal: AbortSignal.timeout(HEALTH_WITHIN_MS) }).catch(
    () => null,
  );
  await answer?.body?.cancel();
  return answer?.ok === true;
}
