import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { toCurlLine } from "#shared/http-api.ts";
import type { RunResult } from "#shared/run.ts";
import { openServer, type TestServer } from "../electron/server/open-server.ts";

const engineTest = test.skipIf(inject("noEngine") !== null);

let server: TestServer;
beforeAll(async () => {
  if (inject("noEngine") !== null) return;
  server = await openServer({ core: { env: process.env, backendPolicy: "docker", poolSize: 1 } });
  const context = { source: "cli" as const, mayRunLocally: () => false };
  await server.core.dispatch("images.build", {}, context);
});
afterAll(() => server?.close());

/** Reads events until one of this name, or the end. */
async function readEvents(answer: Response, until?: string): Promise<EventSourceMessage[]> {
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (until !== undefined && events.some(({ event }) => event === until)) break;
  }
  return events;
}

const finishedRun = (own: TestServer) =>
  new Promise<RunResult>((resolve) => {
    const off = own.core.events.on("run.finished", ({ result }) => {
      off();
      resolve(result);
    });
  });

describe("POST /api/v1/code/execute", () => {
  engineTest("is answered to the line that the service before was called with", async () => {
    const line = toCurlLine(server.address.replace("127.0.0.1", "localhost"), server.token);
    const { stdout } = await promisify(execFile)("sh", ["-c", line]);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ outcome: "completed", exitCode: 0, stdout: "1\n", stderr: "", isolated: true, source: "http" },
    });
  });

  engineTest("takes several files, standard input and smaller limits", async () => {
    const answer = await server.execute({
      language: "python",
      files: [
        { path: "main.py", content: "import shapes\nprint(shapes.name, input())" },
        { path: "shapes.py", content: "name = 'square'" },
      ],
      ...{ entry: "main.py", stdin: "of four\n", limits: { wallMs: 5_000 } },
    });
    expect(await answer.json()).toMatchObject({ stdout: "square of four\n", limits: { wallMs: 5_000 } });
    const slow = await server.execute({ language: "python", code: "while True: pass", limits: { wallMs: 500 } });
    expect([slow.status, (await slow.json()).outcome]).toEqual([200, "time_limit"]);
  });

  engineTest("gives a program that reads without input the end of it", async () => {
    const answer = await server.execute({ language: "python", code: "import sys\nprint(repr(sys.stdin.read()))" });
    expect(await answer.json()).toMatchObject({ outcome: "completed", stdout: "''\n" });
  });

  engineTest("streams what is printed while the program runs", async () => {
    const code = "import time\nprint('one', flush=True)\ntime.sleep(1)\nprint('two')";
    const answer = await server.execute({ language: "python", code }, { headers: { accept: "text/event-stream" } });
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    const events = await readEvents(answer);
    expect(events[0]?.event).toBe("run.started");
    expect(events.at(-1)?.event).toBe("run.finished");
    const output = events.filter(({ event }) => event === "run.output").map(({ data }) => JSON.parse(data).text);
    expect(output.length).toBeGreaterThan(1);
    expect(output.join("")).toBe("one\ntwo\n");
    expect(JSON.parse(events.at(-1)?.data ?? "").result).toMatchObject({ outcome: "completed", stdout: "one\ntwo\n" });
  });

  engineTest("answers a stream that never begins with the status of its failure", async () => {
    const answer = await server.execute({ language: "cobol", code: "" }, { headers: { accept: "text/event-stream" } });
    expect([answer.status, (await answer.json()).error.code]).toEqual([422, "invalid_input"]);
  });

  engineTest.for(["application/json", "text/event-stream"])(
    "stops the program of a client that goes away: %s",
    async (accept) => {
      const started = new Promise<void>((resolve) => {
        const off = server.core.events.on("run.started", () => {
          off();
          resolve();
        });
      });
      const finished = finishedRun(server);
      const leaving = new AbortController();
      const asking = server
        .execute({ language: "python", code: "while True: pass" }, { headers: { accept }, signal: leaving.signal })
        .then((answer) => answer.text())
        .catch(() => "gone");
      await started;
      leaving.abort();
      expect(await asking).toBe("gone");
      expect((await finished).outcome).toBe("cancelled");
    },
  );

  engineTest("is remembered: listed without its output, and told in full", async () => {
    const run = (await (await server.execute({ language: "python", code: "print('kept')" })).json()) as RunResult;
    const { executions } = await (await server.call("/api/v1/executions?limit=1")).json();
    expect(executions).toEqual([expect.objectContaining({ id: run.id, outcome: "completed" })]);
    expect(executions[0]).not.toHaveProperty("stdout");
    expect(await (await server.call(`/api/v1/executions/${run.id}`)).json()).toEqual(run);
  });

  engineTest("is counted for Prometheus", async () => {
    const metrics = await (await server.call("/metrics")).text();
    expect(metrics).toMatch(
      /sandpit_runs_total\{language="python",backend="docker",outcome="completed",source="http"\} [1-9]/,
    );
    expect(metrics).toMatch(
      /sandpit_http_requests_total\{method="POST",route="\/api\/v1\/code\/execute",status="200"\} [1-9]/,
    );
    expect(metrics).toContain("sandpit_runs_running 0");
  });
});
