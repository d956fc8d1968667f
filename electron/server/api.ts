import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import type * as z from "zod";
import { type Failure, toFailure } from "#shared/errors.ts";
import { type ApiSwitch, checkApiIsAllowed } from "../core/api-allowed.ts";
import { callCore } from "../core/call-core.ts";
import type { Core } from "../core/core.ts";
import type { CommandContext } from "../core/dispatcher.ts";
import { toInvalidInput } from "../core/dispatcher.ts";
import { toBearer } from "./access.ts";
import { toApiPage } from "./api-page.ts";
import type { Bounds } from "./bounds.ts";
import { createExecute } from "./execute.ts";
import { createExecutionsReader } from "./executions.ts";
import { type FailureOptions, JSON_HEADERS, toErrorResponse, toFailureResponse } from "./failures.ts";
import type { Metrics } from "./metrics.ts";
import { toOpenApi } from "./openapi.ts";
import { createRateLimit } from "./rate-limit.ts";
import { readJson } from "./read-json.ts";
import { API_ROUTES, type ApiRoute, type ApiRouteName } from "./routes.ts";
import { executeSchema, executionParametersSchema, executionsQuerySchema, languagesSchema } from "./shapes.ts";
import type { TokenKeeper } from "./token.ts";

export interface ApiOptions {
  core: Pick<Core, "dispatch" | "events" | "noteRefusedRun">;
  token: Pick<TokenKeeper, "matches">;
  metrics: Metrics;
  bounds: Bounds;
  mayRunLocally: () => boolean;
  /** The setting that has it on. */
  apiSwitch: ApiSwitch;
  version: string;
  /** Where this server is reached, once it listens. */
  address: () => string;
  /** Called for every request that is refused before it is understood. */
  refused: (reason: string, context: { method: string; path: string }) => void;
  log: (line: string, error?: unknown) => void;
}

type Env = { Bindings: HttpBindings; Variables: { route: string } };
type Answer = (context: Context<Env>) => Promise<Response> | Response;

/** The API, as scripts and graders call it. Whatever is wrong is answered; nothing that is thrown gets out. */
export function createApi(options: ApiOptions): Hono<Env> {
  const { core, token, metrics, bounds, mayRunLocally, version, address, refused, log, apiSwitch } = options;
  const app = new Hono<Env>();
  const asApi: CommandContext = { source: "http", mayRunLocally };
  const execute = createExecute({ core, mayRunLocally });
  const executions = createExecutionsReader(core, asApi);
  const limit = createRateLimit({ perMinute: bounds.callsPerMinute, atOnce: bounds.callsAtOnce });

  const refuse = (context: Context, reason: string, error: Failure, more?: FailureOptions): Response => {
    refused(reason, { method: context.req.method, path: context.req.path });
    return toFailureResponse(error, more);
  };

  /** `null` where the client may go on. */
  const refuseClient = async (context: Context): Promise<Response | null> => {
    const given = toBearer(context.req.header("authorization"));
    const wrong = "missing" in given ? given.missing : (await token.matches(given.token)) ? null : "wrong token";
    if (wrong !== null) {
      const message =
        "Send the header Authorization: Bearer TOKEN. The settings of the window show the token, `sandpit serve --print-token` prints it.";
      return refuse(context, wrong, { code: "unauthorized", message });
    }
    const seconds = limit.take();
    if (seconds === 0) return null;
    const message = `That were too many calls. Go on in ${seconds} s.`;
    const error: Failure = { code: "rate_limited", message, details: { retryAfterMs: seconds * 1000 } };
    return refuse(context, "too many calls", error);
  };

  const answers: Record<ApiRouteName, Answer> = {
    async execute(context) {
      const body = await readJson(context.req.raw, bounds.bodyBytes);
      const parsed = executeSchema.safeParse(body);
      if (!parsed.success) {
        const refusal = toInvalidInput(parsed.error);
        core.noteRefusedRun(body, "http", toFailure(refusal));
        throw refusal;
      }
      const request = parsed.data;
      const gone = toGone(context);
      return wantsEvents(context) ? execute.asEvents(request, gone) : execute.toEnd(request, gone);
    },
    async languages() {
      return json(languagesSchema.parse(await callCore(core, "languages.list", {}, asApi)));
    },
    async executions(context) {
      const query = check(executionsQuerySchema, context.req.query());
      return json(await executions.list(query));
    },
    async execution(context) {
      const { id } = check(executionParametersSchema, context.req.param());
      return json(await executions.get(id));
    },
    health: () => json({ status: "ok" }),
    openapi: () => json(toOpenApi({ version, address: address() })),
    docs: () => toApiPage({ address: address() }),
    async metrics() {
      const { text, contentType } = await metrics.read();
      return new Response(text, { headers: { ...JSON_HEADERS, "content-type": contentType } });
    },
  };

  for (const [name, route] of Object.entries(API_ROUTES) as [ApiRouteName, ApiRoute][]) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    app.on([route.method], path, async (context) => {
      context.set("route", route.path);
      const refusal = route.needsToken ? await refuseClient(context) : null;
      if (refusal) return refusal;
      if (route.needsToken) await checkApiIsAllowed(core, asApi, apiSwitch);
      return answers[name](context);
    });
    app.all(path, (context) => {
      context.set("route", route.path);
      const message = `${route.path} is for ${route.method} only.`;
      const allow = route.method === "GET" ? "GET, HEAD" : route.method;
      return toFailureResponse({ code: "invalid_input", message }, { status: 405, headers: { allow } });
    });
  }

  app.onError((error) => toErrorResponse(error, log));
  return app;
}

const json = (value: unknown): Response => new Response(JSON.stringify(value), { headers: JSON_HEADERS });

/** @throws SandpitError `invalid_input`, which names what is wrong. */
function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw toInvalidInput(parsed.error);
  return parsed.data;
}

/** A client that would take events. Whoever takes anything gets the result. */
const wantsEvents = (context: Context): boolean =>
  /(^|,) *text\/event-stream *(;|,|$)/i.test(context.req.header("accept") ?? "");

/** Aborts when the connection ends before the answer does. */
function toGone({ env }: Context<Env>): AbortSignal {
  const gone = new AbortController();
  const { outgoing } = env;
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  if (outgoing.destroyed) gone.abort();
  return gone.signal;
}
