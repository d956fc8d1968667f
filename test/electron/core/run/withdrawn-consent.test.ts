import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { openTestCore } from "../../../engine/open-core.ts";

const NOWHERE = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };

it("a run whose leave to go without isolation ends while it waits for its turn is refused when that comes", async () => {
  const test = await openTestCore({ env: NOWHERE, backendPolicy: "auto", concurrency: 1, policyPaths: [] });
  let isGiven = true;
  const context = { source: "window" as const, mayRunLocally: () => isGiven };
  const ask = (id: string, content: string) =>
    test.core.dispatch(
      "run.start",
      { id, language: "javascript", files: [{ path: "main.js", content }], backend: "local" },
      context,
    );
  const [first, second] = [randomUUID(), randomUUID()];
  const begun: string[] = [];
  const started = new Promise<void>((resolve) => {
    test.core.events.on("run.started", ({ id }) => {
      begun.push(id);
      resolve();
    });
  });
  const running = ask(first, "process.stdin.resume()");
  await started;
  const waiting = ask(second, "console.log('must not run')");
  isGiven = false;
  await test.call("run.stop", { id: first });
  expect(await running).toMatchObject({ ok: true, value: { outcome: "cancelled", isolated: false } });
  expect(await waiting).toMatchObject({ ok: false, error: { code: "policy_forbids" } });
  expect(begun).toEqual([first]);
  await test.close();
});
