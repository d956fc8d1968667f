import { Agent, request } from "node:http";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyJson, fromSchema, type JsonSchema } from "./from-schema.ts";
import { openServer, type TestServer } from "./open-server.ts";

const REQUESTS = 10_000;
const AT_ONCE = 24;
/** Enough to be sure of what is sent; printed where a test fails. */
const SEED = 20_261_123;
const MIB = 1024 * 1024;

let server: TestServer;
beforeAll(async () => {
  server = await openServer({
    windowFolder: import.meta.dirname,
    bounds: { callsPerMinute: 1e9, callsAtOnce: 1e9 },
    core: { backendPolicy: "docker" },
  });
});
afterAll(() => server.close());

interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

interface OpenApi {
  paths: Record<string, Record<string, { parameters?: Parameter[]; requestBody?: { content: Content } }>>;
  components: { schemas: Record<string, JsonSchema> };
}
interface Parameter {
  name: string;
  in: "query" | "path";
  schema: JsonSchema;
}
type Content = Record<string, { schema: JsonSchema }>;

/** What is said instead of a file of the page; see `electron/web/asset-server.ts`. */
const FILE_REFUSALS = new Set(["This address is not part of Sandpit.", "Sandpit has no such file."]);

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
/** What the window in a browser uses, and what nobody does. */
const OTHER_PATHS = [
  ...["/", "/index.html", "/open?key=x", "/bridge/events", "/bridge/call/run.start", "/bridge/call/__proto__"],
  ...["/consent/x", "/..%2f..%2fpackage.json", "/%00", "/%", "/api/v1/%ff", "/api/v1/code/execute/", "//", "/\\evil"],
];

const text = (value: unknown): string =>
  encodeURIComponent((typeof value === "string" ? value : JSON.stringify(value)).toWellFormed());

/** Bodies: mostly right, some of the wrong type, some no JSON, some no UTF-8, a few huge. */
const toBodies = (json: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> => {
  const right = json.map((value) => Buffer.from(JSON.stringify(value) ?? ""));
  return fc.oneof(
    { weight: 60, arbitrary: right },
    { weight: 10, arbitrary: anyJson.map((value) => Buffer.from(JSON.stringify(value) ?? "")) },
    {
      weight: 8,
      arbitrary: fc.tuple(right, fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % (bytes.length + 1))),
    },
    { weight: 8, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 4, arbitrary: right.map((bytes) => Buffer.from(bytes.toString("utf8"), "utf16le")) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((depth) => Buffer.from("[".repeat(depth))) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }).map((size) => Buffer.alloc(size * MIB, 0x31)) },
  );
};

const headers: fc.Arbitrary<Record<string, string>> = fc.record(
  {
    authorization: fc.constantFrom("", "Bearer", "Bearer wrong", "Basic YTpi", "Bearer \u00e4\u00f6"),
    "content-type": fc.constantFrom(
      "",
      "text/plain",
      "application/json; charset=utf-16",
      "multipart/form-data",
      "a/b;;",
    ),
    "content-encoding": fc.constantFrom("gzip", "br", "identity", "nonsense"),
    accept: fc.constantFrom("text/event-stream", "application/xml", "*/*", ";;,"),
    host: fc.constantFrom("evil.example", "", "127.0.0.1", "a b", "localhost:1"),
    origin: fc.constantFrom("null", "https://evil.example", "http://127.0.0.1:1", "\u00ff"),
    cookie: fc.constantFrom("sandpit=1", "=;=;", "a".repeat(4_000)),
    "x-sandpit-page": fc.constantFrom("", "x", "\u00e9"),
    "last-event-id": fc.constantFrom("-1", "1e99", "x"),
    "x-any": fc.string({ unit: fc.constantFrom("a", "\u00e4", " ", "%"), maxLength: 20 }),
  },
  { requiredKeys: [] },
);

/** Requests for every call that is described, out of its own schemas. */
function toRequests({ paths, components }: OpenApi): fc.Arbitrary<Sent> {
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => {
      const values = fc.record(
        Object.fromEntries(parameters.map(({ name, schema }) => [name, fromSchema(schema, components.schemas)])),
      );
      const schema = requestBody?.content["application/json"]?.schema;
      const body = schema ? toBodies(fromSchema(schema, components.schemas)) : fc.constant(null);
      return fc.record({ method: fc.constant(method.toUpperCase()), values, body }).map((drawn) => ({
        ...{ method: drawn.method, body: drawn.body },
        path: parameters.reduce(
          (address, { name, in: where }) =>
            where === "path"
              ? address.replace(`{${name}}`, text(drawn.values[name]))
              : `${address}?${name}=${text(drawn.values[name])}`,
          path,
        ),
      }));
    }),
  );
  const anything = fc.record({
    method: fc.constantFrom(...METHODS),
    path: fc.oneof(
      fc.constantFrom(...Object.keys(paths), ...OTHER_PATHS),
      fc.webPath().map((path) => `/${path}`),
    ),
    body: fc.option(toBodies(anyJson)),
  });
  const shape = fc.oneof({ weight: 3, arbitrary: fc.oneof(...described) }, { weight: 1, arbitrary: anything });
  // Most requests carry what gets them past the door, so that what is behind it is tried too.
  const few = fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: headers });
  return fc.tuple(shape, few).map(([sent, odd]) => ({
    ...sent,
    headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json", ...odd },
  }));
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** The status, and the body as it came. A connection that the server ends is an answer too, but never silence. */
function send({ method, path, headers: given, body }: Sent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const host = `127.0.0.1:${server.port}`;
    const bytes = method === "GET" || method === "HEAD" ? null : body;
    const asking = request(
      {
        host: "127.0.0.1",
        port: server.port,
        agent,
        method,
        path,
        headers: { host, ...toLatin1(given) },
        timeout: 20_000,
      },
      (answer) => {
        let got = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => {
          got += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text: got }));
        answer.on("error", reject);
      },
    );
    asking.on("timeout", () => asking.destroy(new Error(`No answer to ${method} ${path}`)));
    // A body that is refused before it is read may break the connection under the sender's hands.
    asking.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" || error.code === "EPIPE" ? resolve({ status: 0, text: "" }) : reject(error),
    );
    asking.end(bytes ?? undefined);
  });
}

const toLatin1 = (given: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value)));

describe("every route", () => {
  it(`answers ${REQUESTS} requests that nobody should make, and none of them with a 500`, {
    timeout: 300_000,
  }, async () => {
    const openApi = (await (await server.call("/api/v1/openapi.json")).json()) as OpenApi;
    const requests = fc.sample(toRequests(openApi), { numRuns: REQUESTS, seed: SEED });
    const statuses = new Map<number, number>();
    const wrong: unknown[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let sent = requests[next++]; sent; sent = requests[next++]) {
        const { status, text: got } = await send(sent);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const isUnexpected = status === 500 || status > 503 || (status > 0 && status < 200);
        // The window's own pages and files are for people.
        const isForPeople = got.startsWith("<!doctype html>") || FILE_REFUSALS.has(got);
        const isFailure = status >= 400 && sent.method !== "HEAD" && !isForPeople;
        if (isUnexpected || (isFailure && !/^\{"ok":false,"error":\{"code":"\w+","message":/.test(got))) {
          wrong.push({ ...sent, body: sent.body?.toString("utf8").slice(0, 300), status, got: got.slice(0, 300) });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    console.log("Answers by status:", Object.fromEntries([...statuses].sort(([a], [b]) => a - b)));
    expect(wrong).toEqual([]);
    expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(REQUESTS);
    // Behind the door as well as before it.
    for (const status of [200, 400, 401, 403, 404, 405, 413, 415, 422, 503])
      expect([...statuses.keys()]).toContain(status);
    expect((await (await server.call("/api/v1/health")).json()).status).toBe("ok");
    expect(server.lines.filter((line) => line.includes("failed"))).toEqual([]);
  });
});
