import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { JSON_HEADERS, StatusError } from "../failures.ts";
import type { Transfers } from "./transfers.ts";

/** A piece of a file; what takes longer to come than a request may is sent in several. */
const MAX_PIECE_BYTES = 32 * 1024 * 1024;

/** Files of bundles between the browser and this machine, for a page that was let in. */
export function createTransferRoutes(transfers: Transfers): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const reply = (value: unknown) => new Response(JSON.stringify({ ok: true, value }), { headers: JSON_HEADERS });

  app.post("/:purpose", async ({ req }) => {
    const purpose = req.param("purpose");
    if (purpose !== "read" && purpose !== "write" && purpose !== "key")
      throw new StatusError(404, "There is nothing to send here.");
    return reply({ file: await transfers.begin(purpose, req.query("name") ?? "") });
  });
  app.post("/:place/piece", async ({ req }) => {
    const bytes = Number(req.header("content-length") ?? Number.NaN);
    if (!(bytes <= MAX_PIECE_BYTES)) throw new StatusError(413, "Send the file in smaller pieces.");
    await transfers.append(req.param("place"), req.raw.body);
    return reply({});
  });
  app.get("/:place", ({ req }) => {
    const headers = { "content-type": "application/octet-stream", "cache-control": "no-store" };
    return new Response(transfers.take(req.param("place")), { headers });
  });
  return app;
}
