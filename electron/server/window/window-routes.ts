import { setTimeout as delay } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Reply } from "#shared/errors.ts";
import { toSegments } from "../../web/asset-path.ts";
import { createAssetServer } from "../../web/asset-server.ts";
import { browserHeaders } from "../../web/response-headers.ts";
import type { Bounds } from "../bounds.ts";
import { EVENT_STREAM_HEADERS } from "../event-stream.ts";
import { JSON_HEADERS, toErrorResponse, toFailureResponse, toNothingHere } from "../failures.ts";
import { readJson } from "../read-json.ts";
import { toMessagePage } from "./consent-pages.ts";
import { html } from "./consent-routes.ts";
import type { WindowSessions } from "./sessions.ts";
import { createTransferRoutes } from "./transfer-routes.ts";
import type { WindowServices } from "./window-services.ts";

export interface WindowRoutesOptions {
  /** The built page. */
  folder: string;
  sessions: WindowSessions;
  services: WindowServices;
  bounds: Bounds;
  port: () => number;
  refused: (reason: string, request: { method: string; path: string }) => void;
  log: (line: string, error?: unknown) => void;
}

type Env = { Bindings: HttpBindings };

/** The window's page, and the bridge between it and the core. All of it under 127.0.0.1; see `consent-routes.ts`. */
export function createWindowRoutes(options: WindowRoutesOptions): Hono<Env> {
  const { folder, sessions, services, bounds, port, refused, log } = options;
  const app = new Hono<Env>();
  const assets = createAssetServer({
    ...{ folder, headers: browserHeaders() },
    toAssetPath: (url) => toSegments(new URL(url).pathname.slice(1)),
  });
  // Cookies know no ports: two servers on this machine must not overwrite each other's.
  const cookieName = (): string => `sandpit-${port()}`;

  app.get("/open", (context) => {
    // Some programs look at a link before they show it.
    const keys = context.req.method === "GET" ? sessions.open(context.req.query("key") ?? "") : null;
    if (keys) {
      // `Secure` would be for HTTPS, which nobody can have a certificate for on 127.0.0.1.
      setCookie(context, cookieName(), keys.cookie, { httpOnly: true, sameSite: "Strict", path: "/" });
      return context.redirect(`/#page=${keys.page}`, 303);
    }
    if (sessions.hasCookie(getCookie(context, cookieName()))) return context.redirect("/", 303);
    refused("a link that is used up", context.req);
    return html(toMessagePage("This link does not open Sandpit any more", NEW_LINK), 403);
  });

  app.use("/bridge/*", async (context, next) => {
    const problem = whyNotOpen(context);
    if (problem === null) return next();
    refused(problem, context.req);
    return toFailureResponse({
      code: "unauthorized",
      message: `Sandpit does not know this page any more. ${NEW_LINK}`,
    });
  });
  /** The page's own header cannot be sent by another site: a browser would ask this server first, which says no. */
  const whyNotOpen = ({ req }: Context<Env>): string | null => {
    const cookie = getCookie({ req } as Context<Env>, cookieName());
    if (!sessions.isOpen(cookie, req.header("x-sandpit-page"))) return "not a page that was let in";
    if (req.method === "POST" && req.header("origin") === undefined) return "no origin";
    return null;
  };
  /** Which of the pages that were let in this is. */
  const isActive = ({ req }: Context<Env>): boolean => services.claim(req.header("x-sandpit-tab") ?? "");

  app.post("/bridge/call/:name", async (context) => {
    if (!isActive(context)) return toFailureResponse(TAKEN, { status: 409 });
    const input = await readJson(context.req.raw, bounds.windowBodyBytes);
    return toPatientResponse(services.call(context.req.param("name"), input));
  });

  app.use("/bridge/bundle/*", async (context, next) =>
    isActive(context) ? next() : toFailureResponse(TAKEN, { status: 409 }),
  );
  app.route("/bridge/bundle", createTransferRoutes(services.transfers));

  app.get("/bridge/events", (context) => {
    if (!isActive(context)) return toFailureResponse(TAKEN, { status: 409 });
    const last = Number(context.req.header("last-event-id") ?? "");
    const body = services.connect(Number.isSafeInteger(last) && last > 0 ? last : null);
    return new Response(body, { headers: EVENT_STREAM_HEADERS });
  });

  app.get("*", async (context) => {
    const isPage = /^\/(index\.html)?$/.test(context.req.path);
    if (isPage && !sessions.hasCookie(getCookie(context, cookieName()))) {
      return html(toMessagePage("Open Sandpit with its link", NEW_LINK), 401);
    }
    const { status, headers, body } = await assets(context.req.raw);
    return new Response(body, { status, headers: { ...headers, "cache-control": isPage ? "no-store" : "no-cache" } });
  });
  app.notFound(toNothingHere);
  app.onError((error) => toErrorResponse(error, log));
  return app;
}

const NEW_LINK = "Go to the terminal in which Sandpit runs and press Enter: it then shows a new link.";

const TAKEN = {
  code: "policy_forbids",
  message: "Sandpit’s window is open in another tab, and only one can be used at a time.",
} as const;

/** Browsers and what stands in between give up on an answer that does not begin. */
const BEGIN_AFTER_MS = 15_000;

/** Answers a reply, however long it takes: until it is there, blanks are sent, which JSON allows before a value. */
export async function toPatientResponse(
  reply: Promise<Reply<unknown>>,
  beginAfterMs = BEGIN_AFTER_MS,
): Promise<Response> {
  const waited = new AbortController();
  const late = delay(beginAfterMs, null, { ref: false, signal: waited.signal }).catch(() => null);
  const quick = await Promise.race([reply, late]);
  waited.abort();
  if (quick) return new Response(JSON.stringify(quick), { headers: JSON_HEADERS });
  const encoder = new TextEncoder();
  let blanks: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(encoder.encode(" "));
      blanks = setInterval(() => controller.enqueue(encoder.encode(" ")), beginAfterMs);
      const value = await reply;
      clearInterval(blanks);
      controller.enqueue(encoder.encode(JSON.stringify(value)));
      controller.close();
    },
    cancel: () => clearInterval(blanks),
  });
  return new Response(body, { headers: JSON_HEADERS });
}
