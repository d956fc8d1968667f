import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openServer, type TestServer } from "./open-server.ts";

let home: string;
const open: TestServer[] = [];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "sandpit-http-history-"));
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
  await rm(home, { recursive: true, force: true });
});

const start = async (policy?: string): Promise<TestServer> => {
  const server = await openServer({
    core: { home, policyPaths: policy === undefined ? [] : [policy] },
    mayRunLocally: () => true,
  });
  open.push(server);
  return server;
};
const stop = (server: TestServer) => open.splice(open.indexOf(server), 1)[0]?.close();
const json = async (answer: Response) => [answer.status, await answer.json()];
const hello = { code: "console.log('hello')", language: "javascript" };

describe("the API's runs", () => {
  it("are there after a restart, refused ones too, page by page", async () => {
    const first = await start();
    const run = await (await first.execute(hello)).json();
    expect(run).toMatchObject({ outcome: "completed", stdout: "hello\n" });
    await first.execute({ code: "console.log(1)", language: "cobol" });
    await stop(first);

    const second = await start();
    const [, newest] = await json(await second.call("/api/v1/executions?limit=1"));
    expect(newest.executions).toEqual([
      expect.objectContaining({ outcome: "refused", errorCode: "invalid_input", language: "cobol", source: "http" }),
    ]);
    const [, older] = await json(await second.call(`/api/v1/executions?limit=1&before=${newest.next}`));
    expect(older).toEqual({
      executions: [expect.objectContaining({ id: run.id, outcome: "completed", isolated: false })],
      next: null,
    });
    expect(older.executions[0]).not.toHaveProperty("stdout");
    expect(await json(await second.call(`/api/v1/executions/${run.id}`))).toEqual([200, run]);
    const [status, refusal] = await json(await second.call(`/api/v1/executions/${newest.executions[0].id}`));
    expect([status, refusal.error.message]).toEqual([
      404,
      expect.stringMatching(/it was refused\. There is no language/),
    ]);
  });

  it.each([
    [
      { code: 123, language: "javascript" },
      { language: "javascript", entry: "" },
    ],
    [
      {
        language: "javascript",
        files: [
          { path: "../x.js", content: "1" },
          { path: "y.js", content: "2" },
        ],
      },
      { language: "javascript", entry: "y.js" },
    ],
    [
      { code: "print(1)", language: "python", more: "x".repeat(100_000) },
      { language: "python", entry: "main" },
    ],
  ])("are recorded where their request is refused: %j", async (request, kept) => {
    const server = await start();
    expect((await server.execute(request)).status).toBe(422);
    const context = { source: "window" as const, mayRunLocally: () => true };
    const listed = await server.core.dispatch("history.list", {}, context);
    const [entry] = (listed as { value: { entries: { seq: number }[] } }).value.entries;
    expect(entry).toMatchObject({ ...kept, source: "http", ending: "refused", errorCode: "invalid_input" });
    const record = await server.core.dispatch("history.get", { seq: entry?.seq }, context);
    expect(JSON.stringify(record).length).toBeLessThan(5_000);
  });

  it("are chosen by language and outcome", async () => {
    const server = await start();
    await server.execute(hello);
    await server.execute({ ...hello, code: "process.exit(3)" });
    const [, { executions }] = await json(await server.call("/api/v1/executions?outcome=failed&language=javascript"));
    expect(executions).toEqual([expect.objectContaining({ outcome: "failed", exitCode: 3 })]);
    expect((await server.call("/api/v1/executions?outcome=excellent")).status).toBe(422);
  });

  it("are all that a token opens: not what a person ran in the window", async () => {
    const server = await start();
    const context = { source: "window" as const, mayRunLocally: () => true };
    const request = { id: "of-a-person", language: "javascript", files: [{ path: "main.js", content: "1" }] };
    await server.core.dispatch("run.start", { ...request, backend: "local" }, context);
    expect(await json(await server.call("/api/v1/executions"))).toEqual([200, { executions: [], next: null }]);
    expect((await server.call("/api/v1/executions/of-a-person")).status).toBe(404);
  });

  it("are so many a minute as the settings say; then 429 says when the next can start", async () => {
    const server = await start();
    const context = { source: "cli" as const, mayRunLocally: () => false };
    await server.core.dispatch("settings.set", { changes: { "rate.httpPerMinute": 2 } }, context);
    const answers = [];
    for (let count = 0; count < 3; count += 1) answers.push(await server.execute(hello));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.headers.get("retry-after")).toMatch(/^(29|30)$/);
    expect(await answers[2]?.json()).toMatchObject({ error: { code: "rate_limited", details: { perMinute: 2 } } });
  });

  it("are counted for Prometheus out of history, those of earlier processes too", async () => {
    const first = await start();
    await first.execute(hello);
    await stop(first);
    const text = await (await (await start()).call("/metrics")).text();
    expect(text).toContain('sandpit_today_runs{outcome="completed"} 1');
    expect(text).toContain('sandpit_today_runs_by_source{source="http"} 1');
    expect(text).toMatch(/sandpit_today_run_seconds\{quantile="0\.5"\} 0\.\d+/);
    expect(text).toContain("# TYPE sandpit_runs_total counter");
  });
});

describe("the API", () => {
  it("is off while the settings say so", async () => {
    const server = await start();
    const context = { source: "cli" as const, mayRunLocally: () => false };
    await server.core.dispatch("settings.set", { changes: { "http.enabled": false } }, context);
    const [status, reply] = await json(await server.execute(hello));
    expect([status, reply.error.message]).toEqual([403, expect.stringContaining("switched off in the settings")]);
    await server.core.dispatch("settings.reset", { keys: ["http.enabled"] }, context);
    expect((await server.execute(hello)).status).toBe(200);
  });
});

describe("a policy", () => {
  it.each([
    ["forbids the API", '{"version":1,"by":"Room 12","forbidHttp":true}', "Room 12"],
    ["locks it off", '{"version":1,"by":"Room 12","lock":{"http.enabled":false}}', "Room 12"],
    ["is broken", '{"version":1,', "a policy that cannot be read"],
  ])("that %s switches it off at once, and on again", async (_, text, by) => {
    const policy = join(home, "policy.json");
    const server = await start(policy);
    expect((await server.call("/api/v1/languages")).status).toBe(200);
    await writeFile(policy, text);
    for (const path of ["/api/v1/languages", "/api/v1/executions", "/metrics"]) {
      const [status, reply] = await json(await server.call(path));
      expect([status, reply.error.code]).toEqual([403, "policy_forbids"]);
      expect(reply.error.message).toContain(by);
    }
    expect((await server.execute(hello)).status).toBe(403);
    expect((await server.call("/api/v1/health")).status).toBe(200);
    await rm(policy);
    expect((await server.call("/api/v1/languages")).status).toBe(200);
  });

  it.each([
    ["that forbids runs without isolation", '{"version":1,"by":"Room 12","forbidLocal":true}'],
    ["that is broken", "not json"],
  ])("%s stands above what the server allows", async (_, text) => {
    const policy = join(home, "policy.json");
    await writeFile(policy, text);
    const server = await openServer({ core: { home, policyPaths: [policy] }, mayRunLocally: () => true });
    open.push(server);
    const answer = await server.execute(hello);
    expect((await answer.json()).error.code).toBe(text.startsWith("{") ? "docker_unavailable" : "policy_forbids");
  });
});
