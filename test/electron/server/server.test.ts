import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { API_ROUTE_LIST } from "../../../electron/server/routes.ts";
import { openServer, sendRaw, type TestServer } from "./open-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

/** A request with headers that `fetch` would not send. */
const send = (path: string, headers: Record<string, string>, method = "GET", body = "") =>
  sendRaw(
    server.port,
    `${method} ${path} HTTP/1.1\r\n${Object.entries({
      host: `127.0.0.1:${server.port}`,
      connection: "close",
      ...headers,
    })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("")}${body ? `content-length: ${body.length}\r\n` : ""}\r\n${body}`,
  );

describe("who is let in", () => {
  it.each([
    ["a foreign host", { host: "evil.example" }, 403, "foreign host"],
    ["a foreign origin", { origin: "https://evil.example" }, 403, "foreign origin"],
    ["another website's image", { "sec-fetch-site": "cross-site" }, 403, "cross-site request"],
    ["no token", { authorization: "" }, 401, "no Bearer token"],
    ["a wrong token", { authorization: "Bearer wrong" }, 401, "wrong token"],
    ["another scheme", { authorization: "Basic YTpi" }, 401, "no Bearer token"],
  ])("refuses %s, says why, and logs it", async (_, headers, status, reason) => {
    const before = server.lines.length;
    const answer = await send("/api/v1/languages?secret=1", { authorization: `Bearer ${server.token}`, ...headers });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/\{"ok":false,"error":\{"code":"(unauthorized|policy_forbids)","message":"[^"]+\."\}\}/);
    expect(server.lines.slice(before)).toEqual([expect.stringContaining(reason)]);
    expect(server.lines.at(-1)).toContain("GET /api/v1/languages");
    expect(server.lines.join()).not.toContain("secret");
  });

  it("asks for no token where nothing is told", async () => {
    for (const { path, needsToken } of API_ROUTE_LIST) {
      const { status } = await fetch(server.address + path, { method: path.endsWith("execute") ? "POST" : "GET" });
      expect([path, status]).toEqual([path, needsToken ? 401 : 200]);
    }
  });

  it("listens to this machine on both of its own addresses, and to no other", async () => {
    expect(
      await sendRaw(server.port, `GET /api/v1/health HTTP/1.0\r\nhost: [::1]:${server.port}\r\n\r\n`, "::1"),
    ).toContain('{"status":"ok"}');
    const others = Object.values(networkInterfaces())
      .flatMap((found) => found ?? [])
      .filter(({ internal, scopeid }) => !internal && !scopeid);
    for (const { address } of others) {
      await expect(sendRaw(server.port, "GET / HTTP/1.0\r\n\r\n", address)).rejects.toThrow(
        /ECONNREFUSED|EHOSTUNREACH/,
      );
    }
  });

  it("opens nothing any more with a token that was revoked", async () => {
    const own = await openServer();
    expect((await own.call("/api/v1/languages")).status).toBe(200);
    await own.keeper.rotate();
    expect((await own.call("/api/v1/languages")).status).toBe(401);
    await own.close();
  });

  it("never runs a program without isolation, unless exactly that was allowed", async () => {
    const program = { code: "console.log(6 * 7)", language: "javascript" };
    const refused = await server.execute(program);
    expect([refused.status, (await refused.json()).error.code]).toEqual([503, "docker_unavailable"]);
    const own = await openServer({ mayRunLocally: () => true });
    const answer = await own.execute(program);
    expect(await answer.json()).toMatchObject({
      outcome: "completed",
      isolated: false,
      stdout: "42\n",
      source: "http",
    });
    await own.close();
  });
});

describe("what is asked", () => {
  const good = { code: "print(1)", language: "python" };
  it.each<[string, unknown, RequestInit, number]>([
    ["broken JSON", "{", {}, 400],
    ["nothing", "", {}, 400],
    ["bytes that are no UTF-8", "", { body: Buffer.from('{"code":"\xff"}', "latin1") }, 400],
    ["a text", good, { headers: { "content-type": "text/plain" } }, 415],
    ["Latin-1", good, { headers: { "content-type": "application/json; charset=iso-8859-1" } }, 415],
    ["a compressed body", good, { headers: { "content-encoding": "gzip" } }, 415],
    ["a form", good, { headers: { "content-type": "application/x-www-form-urlencoded" } }, 415],
    ["no program", { language: "python" }, {}, 422],
    ["two programs", { ...good, files: [{ path: "a.py", content: "" }] }, {}, 422],
    ["a number for a program", { ...good, code: 1 }, {}, 422],
    ["an unknown language", { ...good, language: "cobol" }, {}, 422],
    ["something unknown", { ...good, network: true }, {}, 422],
    ["too much memory", { ...good, limits: { memoryBytes: 1e15 } }, {}, 422],
    ["a file outside", { language: "python", files: [{ path: "../a.py", content: "" }] }, {}, 422],
    ["a program that is too long for its limit", { ...good, code: "#".repeat(60_000) }, {}, 422],
    ["far too much", { ...good, code: "#".repeat(9 * 1024 * 1024) }, {}, 413],
    ["another method", undefined, { method: "PUT" }, 405],
  ])("%s is answered with its status", async (_, body, init, status) => {
    const answer = await server.execute(body ?? "{}", init);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: expect.stringMatching(/\S/) },
    });
    if (status === 405) expect(answer.headers.get("allow")).toBe("POST");
  });

  it("far too much is refused also where nobody said how much it would be", async () => {
    const status = await new Promise((resolve, reject) => {
      const asking = request(`${server.address}/api/v1/code/execute`, {
        ...{ method: "POST", agent: false },
        headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
      });
      asking.on("response", (answer) => resolve(answer.resume().statusCode)).on("error", reject);
      const chunk = Buffer.alloc(1024 * 1024, 0x20);
      for (let megabytes = 0; megabytes < 9; megabytes += 1) asking.write(chunk);
    });
    expect(status).toBe(413);
  });

  it.each(["/", "/api", "/api/v2/languages", "/nothing", "/api/v1/executions/none-such"])(
    "%s is answered with 404",
    async (path) => {
      const answer = await server.call(path);
      expect([answer.status, (await answer.json()).error.code]).toEqual([404, "not_found"]);
    },
  );

  it("headers that are too long are answered with 431", async () => {
    expect(await send("/", { "x-long": "x".repeat(20_000) })).toMatch(/^HTTP\/1.1 431 /);
  });

  it("what is no HTTP is answered with 400", async () => {
    expect(await sendRaw(server.port, "\x16\x03\x01 hello\r\n\r\n")).toMatch(/^HTTP\/1.1 400 [\s\S]*"ok":false/);
  });

  it("the description names every call, and what it refuses", async () => {
    const { paths, components, openapi } = await (await server.call("/api/v1/openapi.json")).json();
    expect(openapi).toBe("3.1.0");
    for (const { method, path, failures } of API_ROUTE_LIST) {
      const operation = paths[path][method.toLowerCase()];
      expect(Object.keys(operation.responses).map(Number)).toEqual([200, ...failures].sort((a, b) => a - b));
    }
    const refs = [...JSON.stringify(paths).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    for (const name of refs) expect(components.schemas).toHaveProperty(String(name));
    expect(refs).toContain("ExecuteRequest");
    for (const schema of Object.values(components.schemas)) expect(schema).toHaveProperty("type");
    const page = await (await server.call("/api/v1/docs")).text();
    for (const { path } of API_ROUTE_LIST) expect(page).toContain(path);
    expect(page).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1)/);
  });
});

describe("what one client can take", () => {
  const open: TestServer[] = [];
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const own of open.splice(0)) await own.close();
  });
  const openWith = async (bounds: NonNullable<Parameters<typeof openServer>[0]>["bounds"]) => {
    const own = await openServer({ bounds: bounds ?? {} });
    open.push(own);
    return own;
  };

  it("is so many calls at once; then 429 says when to go on", async () => {
    const own = await openWith({ callsPerMinute: 6, callsAtOnce: 2 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await own.call("/api/v1/languages")).status);
    expect(statuses).toEqual([200, 200, 429]);
    const refused = await own.call("/api/v1/languages");
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(await refused.json()).toMatchObject({ error: { code: "rate_limited" } });
    expect(own.lines.at(-1)).toContain("too many calls");
    expect((await fetch(`${own.address}/api/v1/health`)).status).toBe(200);
  });

  it("is little time for its headers, and for its body (slow-loris)", async () => {
    const own = await openWith({ headersMs: 300, requestMs: 600 });
    const slow = (first: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(own.port, "127.0.0.1", () => socket.write(first));
        // One byte now and then keeps a connection busy that only looks for silence.
        const drip = setInterval(() => socket.write("x"), 50);
        let answer = "";
        socket.on("data", (chunk) => {
          answer += chunk;
        });
        socket.on("error", () => {});
        socket.on("close", () => {
          clearInterval(drip);
          resolve(answer);
        });
      });
    const head = `POST /api/v1/code/execute HTTP/1.1\r\nhost: 127.0.0.1:${own.port}\r\n`;
    const body = `${head}authorization: Bearer ${own.token}\r\ncontent-type: application/json\r\ncontent-length: 99999\r\n\r\n{`;
    const [headers, half] = await Promise.all([slow(`${head}x-slow: `), slow(body)]);
    expect(headers).toMatch(/^HTTP\/1.1 408 [\s\S]*took too long/);
    expect(half === "" || /^HTTP\/1.1 4\d\d /.test(half)).toBe(true);
    expect((await own.call("/api/v1/languages")).status).toBe(200);
  });

  it("is a connection, and a thousand that say nothing keep nobody out", async () => {
    const own = await openWith({});
    const waiting = Array.from(
      { length: 1_000 },
      () =>
        new Promise<void>((connected) => {
          const socket = connect(own.port, "127.0.0.1", () => connected());
          socket.on("error", () => {});
          sockets.push(socket);
        }),
    );
    await Promise.all(waiting);
    expect((await own.call("/api/v1/languages")).status).toBe(200);
    const running = await own.execute({ code: "1", language: "javascript" });
    expect(running.status).toBe(503); // no engine here: the core has answered
  });
});
