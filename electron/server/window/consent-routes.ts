import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { formHeaders } from "../../web/response-headers.ts";
import { toErrorResponse } from "../failures.ts";
import { readForm } from "../read-json.ts";
import type { ConsentDesk } from "./consent-desk.ts";
import { toAnsweredPage, toMessagePage, toQuestionPage, toUnknownPage } from "./consent-pages.ts";

const MAX_FORM_BYTES = 4 * 1024;

/**
 * The pages on which the person is asked what the window's page must not answer. They are served under `localhost`, and
 * the window under `127.0.0.1`: to a browser these are two sites, whose scripts can neither read nor press anything of
 * each other.
 */
export function createConsentRoutes(
  desk: ConsentDesk,
  log: (line: string, error?: unknown) => void,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.get("/consent/:id", (context) => {
    const question = context.req.method === "GET" ? desk.show(context.req.param("id")) : null;
    return question ? html(toQuestionPage(question)) : html(toUnknownPage(), 404);
  });

  app.post("/consent/:id", async (context: Context) => {
    // The listener has checked an origin that is named. A form of ours names one, always.
    if (context.req.header("origin") === undefined) return html(toUnknownPage(), 403);
    const form = await readForm(context.req.raw, MAX_FORM_BYTES);
    const id = context.req.param("id") ?? "";
    const agreed = form.get("answer") === "yes";
    switch (desk.answer(id, form.get("token") ?? "", agreed)) {
      case "taken":
        if (agreed) log("A question of the window was answered with yes");
        return html(toAnsweredPage(agreed));
      case "too_soon":
        return html(toMessagePage("That was very quick", "Go back, read the question, and answer it then."), 409);
      case "unknown":
        return html(toUnknownPage(), 404);
    }
  });
  app.onError((error) => toErrorResponse(error, log));
  return app;
}

export function html(page: string, status = 200, headers: Record<string, string> = {}): Response {
  const own = { ...formHeaders(), "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return new Response(page, { status, headers: { ...own, ...headers } });
}
