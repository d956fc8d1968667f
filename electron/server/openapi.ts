import { STATUS_CODES } from "node:http";
import * as z from "zod";
import { API_ROUTE_LIST, type ApiRoute } from "./routes.ts";
import { failureReplySchema } from "./shapes.ts";

type Json = Record<string, unknown>;

const toRef = (id: string): string => `#/components/schemas/${id}`;

/** A schema as OpenAPI 3.1 has it, which is JSON Schema 2020-12; schemas with an id go to `components`. */
function toSchema(schema: z.ZodType, io: "input" | "output", components: Json): Json {
  const { $schema: _, $defs, ...body } = z.toJSONSchema(schema, { io, reused: "inline" }) as Json;
  for (const [id, definition] of Object.entries(($defs as Json | undefined) ?? {}))
    components[id] = pointToParts(definition);
  // A schema that has an id of its own is among the definitions, and what is left of it is the reference.
  return pointToParts(body) as Json;
}

/** `z.toJSONSchema` refers to `#/$defs/…`, which is elsewhere here. */
const pointToParts = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', `"${toRef("")}`));

/** Describes the API out of the schemas that it is checked with. */
export function toOpenApi({ version, address }: { version: string; address: string }): Json {
  const schemas: Json = {};
  toSchema(failureReplySchema, "output", schemas);
  const paths: Record<string, Json> = {};
  for (const route of API_ROUTE_LIST) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: toOperation(route, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Sandpit",
      version,
      description: "Runs programs in a locked-down container on this machine. Only this machine can reach it.",
    },
    servers: [{ url: address }],
    paths,
    components: { schemas, securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  };
}

function toOperation(route: ApiRoute, schemas: Json): Json {
  const { summary, needsToken, body, query, parameters, answers, failures } = route;
  const content = Object.fromEntries(
    Object.entries(answers).map(([type, answer]) => [
      type,
      { schema: answer === "text" ? {} : toSchema(answer, "output", schemas) },
    ]),
  );
  const failure = { "application/json": { schema: { $ref: toRef("Failure") } } };
  const refusals = [...failures].sort((a, b) => a - b);
  return {
    summary,
    security: needsToken ? [{ token: [] }] : [],
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: toSchema(body, "input", schemas) } } },
    }),
    ...((query || parameters) && {
      parameters: [...toParameters(query, "query", schemas), ...toParameters(parameters, "path", schemas)],
    }),
    responses: {
      200: { description: "OK", content },
      ...Object.fromEntries(
        refusals.map((status) => [status, { description: STATUS_CODES[status] ?? "Refused", content: failure }]),
      ),
    },
  };
}

function toParameters(object: z.ZodObject | undefined, where: "query" | "path", schemas: Json): Json[] {
  return Object.entries(object?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: where,
    required: where === "path",
    schema: toSchema(schema as z.ZodType, "input", schemas),
  }));
}
