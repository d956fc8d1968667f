import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { ApiSwitch } from "../core/api-allowed.ts";
import type { Core } from "../core/core.ts";
import { createApi } from "./api.ts";
import { type Bounds, DEFAULT_BOUNDS } from "./bounds.ts";
import { toErrorResponse, toNothingHere } from "./failures.ts";
import { listenOnLoopback } from "./listen.ts";
import { createListener } from "./listener.ts";
import { createMetrics } from "./metrics.ts";
import type { TokenKeeper } from "./token.ts";
import { createConsentDesk } from "./window/consent-desk.ts";
import { createConsentRoutes } from "./window/consent-routes.ts";
import { createWindowSessions } from "./window/sessions.ts";
import { createWindowRoutes } from "./window/window-routes.ts";
import { createWindowServices } from "./window/window-services.ts";

export interface ServerOptions {
  token: TokenKeeper;
  version: string;
  /** 0 takes one that is free. */
  port: number;
  /** The folder of the built page, where the window is to be had in a browser too. */
  windowFolder?: string;
  /** For files on their way between the browser and the core, which can be large. */
  transferFolder?: string;
  /** Whether the API may run programs without isolation. The window asks the person by itself. */
  mayRunLocally?: () => boolean;
  /** The setting that has the API on; by default that of `sandpit serve`. */
  apiSwitch?: ApiSwitch;
  bounds?: Partial<Bounds>;
  log: (line: string, error?: unknown) => void;
}

export interface HttpServer {
  /**
   * Begins to listen, on this machine's own addresses only.
   * @throws SandpitError where the port cannot be had.
   */
  start(): Promise<{ port: number; address: string }>;
  /** A link that opens the window in one browser, once. Only with `windowFolder`, and once it listens. */
  newLink(): string;
  /** Ends every connection, and with them the runs of those who waited. */
  stop(): Promise<void>;
}

type Env = { Bindings: HttpBindings; Variables: { route: string } };

/** The HTTP host of a core: an API for scripts and, where asked for, the window in a browser. */
export function createServer(
  core: Pick<Core, "dispatch" | "events" | "bundles" | "noteRefusedRun">,
  options: ServerOptions,
): HttpServer {
  const { token, version, windowFolder, mayRunLocally = () => false, log } = options;
  const { apiSwitch = "http.enabled" } = options;
  const bounds = { ...DEFAULT_BOUNDS, ...options.bounds };
  let port = options.port;
  const address = (): string => `http://127.0.0.1:${port}`;
  const refused = (reason: string, { method, path }: { method: string; path: string }): void =>
    log(`Refused ${JSON.stringify(`${method} ${path}`.slice(0, 200))}: ${reason}`);

  const metrics = createMetrics(core);
  const sessions = createWindowSessions();
  const desk = createConsentDesk();
  const services = createWindowServices({
    ...{ core, desk, questionOrigin: () => `http://localhost:${port}`, address, token, log },
    transferFolder: options.transferFolder ?? join(tmpdir(), `sandpit-${randomUUID()}`),
  });

  const api = createApi({
    ...{ core, token, metrics, bounds, mayRunLocally, version, address, refused, log, apiSwitch },
  });
  const app = new Hono<Env>();
  app.use(async (context, next) => {
    await next();
    metrics.answered(context.req.method, context.get("route") ?? "other", context.res.status);
  });
  if (windowFolder !== undefined) {
    const window = createWindowRoutes({
      ...{ folder: windowFolder, sessions, services, bounds, port: () => port, refused, log },
    });
    const questions = createConsentRoutes(desk, log);
    const isApi = (path: string): boolean => path.startsWith("/api/") || path === "/metrics";
    app.use(async ({ req, env }, next) => {
      if (isApi(req.path)) return next();
      const { hostname } = new URL(req.url);
      if (hostname === "127.0.0.1") return window.fetch(req.raw, env);
      if (req.path.startsWith("/consent/") && hostname === "localhost") return questions.fetch(req.raw, env);
      return next();
    });
  }
  app.route("/", api);
  app.notFound(toNothingHere);
  app.onError((error) => toErrorResponse(error, log));

  const answer = getRequestListener((request, env) => app.fetch(request, env), {
    overrideGlobalObjects: false,
    errorHandler: (error) => toErrorResponse(error, log),
  });
  const listen = (): Server => createListener({ bounds, port: () => port, answer, refused });
  const servers = [listen(), listen()] as const;

  return {
    async start() {
      port = await listenOnLoopback(servers[0], servers[1], port);
      return { port, address: address() };
    },
    newLink: () => `${address()}/open?key=${sessions.newKey()}`,
    async stop() {
      await services.close();
      metrics.close();
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((closed) => {
              server.close(() => closed());
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}

/** A server that listens, and where. */
export interface StartedServer {
  server: HttpServer;
  port: number;
  address: string;
}

/** Starts a server on the first of these ports that is free. @throws SandpitError where none is. */
export async function startOnFirstFree(
  [port = 0, ...others]: readonly number[],
  create: (port: number) => HttpServer,
): Promise<StartedServer> {
  const server = create(port);
  try {
    return { server, ...(await server.start()) };
  } catch (error) {
    await server.stop();
    if (others.length === 0) throw error;
    return startOnFirstFree(others, create);
  }
}
