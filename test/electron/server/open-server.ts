import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Core, type CoreOptions, createCore } from "../../../electron/core/core.ts";
import { createServer, type ServerOptions } from "../../../electron/server/server.ts";
import { createTokenKeeper, type TokenKeeper } from "../../../electron/server/token.ts";

export interface TestServer {
  core: Core;
  home: string;
  port: number;
  address: string;
  token: string;
  keeper: TokenKeeper;
  /** What was logged. */
  lines: string[];
  newLink(): string;
  /** A call with the token. */
  call(path: string, init?: RequestInit): Promise<Response>;
  execute(body: unknown, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export const dockerfiles = join(import.meta.dirname, "../../../dockerfiles");
export const NOWHERE = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };

/** Opens a real core and a real server on a port of its own; without an engine, unless `core.env` names one. */
export async function openServer(
  options: Partial<ServerOptions> & { core?: Partial<CoreOptions> } = {},
): Promise<TestServer> {
  const { core: coreOptions, ...serverOptions } = options;
  const home = coreOptions?.home ?? (await mkdtemp(join(tmpdir(), "sandpit-http-")));
  const lines: string[] = [];
  const log = (line: string, error?: unknown): void => void lines.push(error ? `${line} ${String(error)}` : line);
  const core = await createCore({ dockerfiles, env: NOWHERE, poolSize: 0, policyPaths: [], log, ...coreOptions, home });
  const keeper = createTokenKeeper({ home, onReplaced: core.noteToken, log });
  const token = await keeper.current();
  const server = createServer(core, { token: keeper, version: "1.2.3", port: 0, log, ...serverOptions });
  const { port, address } = await server.start();
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(address + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  return {
    ...{ core, home, port, address, token, keeper, lines, newLink: server.newLink, call },
    execute: (body, init = {}) =>
      call("/api/v1/code/execute", {
        ...{ method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), ...init },
        headers: { "content-type": "application/json", ...init.headers },
      }),
    async close() {
      await server.stop();
      await core.close();
      if (coreOptions?.home === undefined) await rm(home, { recursive: true, force: true });
    },
  };
}

/** Sends bytes as they are, and answers all that comes back until the server ends the connection. */
export function sendRaw(port: number, text: string, host = "127.0.0.1"): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => socket.write(text, "latin1"));
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.once("close", () => resolve(answer));
    socket.once("error", reject);
  });
}
