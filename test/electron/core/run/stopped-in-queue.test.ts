import { expect, it } from "vitest";
import { openTestCore } from "../../../engine/open-core.ts";

const NOWHERE = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };
const context = { source: "http" as const, mayRunLocally: () => true };

it("a run that is stopped before its turn, or before it came, has an end and a record, and counts nowhere as having run", async () => {
  const test = await openTestCore({ env: NOWHERE, backendPolicy: "auto", concurrency: 1, policyPaths: [] });
  const ask = (id: string) =>
    test.core.dispatch(
      "run.start",
      { id, language: "javascript", files: [{ path: "main.js", content: "process.stdin.resume()" }] },
      context,
    );
  const begun: string[] = [];
  const first = new Promise<void>((resolve) => {
    test.core.events.on("run.started", ({ id }) => {
      begun.push(id);
      resolve();
    });
  });
  const running = ask("running");
  await first;
  const waiting = ask("waiting");
  await test.call("settings.list", {});
  await test.call("run.stop", { id: "waiting" });
  const gone = ask("gone");
  await test.call("run.stop", { id: "gone" });
  for (const stopped of [waiting, gone])
    expect(await stopped).toMatchObject({ ok: true, value: { outcome: "cancelled", wallMs: 0, warm: false } });
  await test.call("run.stop", { id: "running" });
  await running;

  expect(begun).toEqual(["running"]);
  const { entries } = await test.call("history.list", {});
  expect(entries.map(({ id, ending, backend }) => [id, ending, backend]).toSorted()).toEqual([
    ["gone", "cancelled", null],
    ["running", "cancelled", "local"],
    ["waiting", "cancelled", null],
  ]);
  expect(await test.call("metrics.summary", { days: 1 })).toMatchObject({ runs: 3, isolated: 0, wallMs: { count: 1 } });
  expect(await test.call("audit.verify", {})).toMatchObject({ ok: true, problem: null });
  await test.close();
});
