import * as z from "zod";
import { toCurlLine } from "#shared/http-api.ts";
import { formHeaders } from "../web/response-headers.ts";
import { escapeHtml, toPage } from "./html.ts";
import { API_ROUTE_LIST, type ApiRoute } from "./routes.ts";

/** The API on one page, for people: made of the same routes and schemas as `openapi.json`. */
export function toApiPage({ address }: { address: string }): Response {
  const body = `
<h1>Sandpit's HTTP API</h1>
<p>It runs programs in a locked-down container on this machine, and only this machine can reach it.
<a href="/api/v1/openapi.json">openapi.json</a> says the same to programs.</p>
<p>Every call but those that say otherwise needs the header <code>Authorization: Bearer TOKEN</code>;
the settings of the window and <code>sandpit serve --print-token</code> show the token; <code>sandpit serve --new-token</code> replaces it.</p>
<pre>${escapeHtml(toCurlLine(address, "TOKEN"))}</pre>
<p>What fails answers <code>{"ok":false,"error":{"code","message","details"}}</code> with the status that fits.
A program that ends badly has not failed: its result says how it ended.</p>
${API_ROUTE_LIST.map(toCard).join("\n")}`;
  const headers = { ...formHeaders(), "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return new Response(toPage("Sandpit's HTTP API", body), { headers });
}

function toCard({ method, path, summary, needsToken, body, query, answers }: ApiRoute): string {
  const input = body ?? query;
  return `<section class="card">
<h2><span class="method">${method}</span> <code>${escapeHtml(path)}</code></h2>
<p>${escapeHtml(summary).replaceAll(/`([^`]+)`/g, "<code>$1</code>")}</p>
${needsToken ? "" : '<p class="quiet">Needs no token.</p>'}
${input ? toDetails(body ? "Takes" : "Query", input, "input") : ""}
${Object.entries(answers)
  .map(([type, answer]) =>
    answer === "text" ? `<p class="quiet">Answers ${escapeHtml(type)}.</p>` : toDetails("Answers", answer, "output"),
  )
  .join("\n")}
</section>`;
}

function toDetails(title: string, schema: z.ZodType, io: "input" | "output"): string {
  const { $schema: _, ...shown } = z.toJSONSchema(schema, { io, reused: "inline" });
  return `<details><summary class="quiet">${title}</summary><pre>${escapeHtml(JSON.stringify(shown, null, 2))}</pre></details>`;
}
