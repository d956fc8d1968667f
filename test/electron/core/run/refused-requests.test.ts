import { afterEach, beforeEach, expect, it } from "vitest";
import { openTestCore, type TestCore } from "../../../engine/open-core.ts";

const NOWHERE = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };
const asHttp = { source: "http" as const, mayRunLocally: () => true };
const files = [{ path: "main.js", content: "console.log('kept')" }];

let test: TestCore;
beforeEach(async () => {
  test = await openTestCore({ env: NOWHERE, backendPolicy: "local", policyPaths: [] });
});
afterEach(() => test.close());

const refused = async () =>
  (await test.call("history.list", { filter: { endings: ["refused"] } })).entries.toReversed();

it("a run with an id that is under way is refused, and has a record beside the other's", async () => {
  const id = "twice";
  const begun = new Promise((resolve) => test.core.events.on("run.started", resolve));
  const wait = [{ path: "main.js", content: "setInterval(() => {}, 1000)" }];
  const first = test.core.dispatch("run.start", { id, language: "javascript", files: wait }, asHttp);
  await begun;
  expect(await test.core.dispatch("run.start", { id, language: "javascript", files }, asHttp)).toMatchObject({
    error: { code: "invalid_input", message: expect.stringContaining("is under way") },
  });
  await test.core.dispatch("run.stop", { id }, asHttp);
  await first;
  const { entries } = await test.call("history.list", {});
  expect(entries.map((entry) => [entry.id, entry.ending])).toEqual([
    [id, "refused"],
    [id, "cancelled"],
  ]);
});

it.each([
  [
    { id: "a", language: "javascript", files: [{ path: "../x.py", content: "1" }, ...files] },
    { id: "a", language: "javascript", fileCount: 1, preview: "console.log('kept')" },
  ],
  [
    { id: "a b", language: "made up", files },
    { language: "unknown", fileCount: 1 },
  ],
  [
    { id: "a", language: "x".repeat(100_000), files },
    { id: "a", language: "unknown" },
  ],
  [
    { id: "a", files: "all" },
    { id: "a", language: "unknown", fileCount: 0, preview: "" },
  ],
  ["no request", { language: "unknown", fileCount: 0 }],
  [null, { language: "unknown", fileCount: 0 }],
])("%j, which is no request, is recorded as far as it can be used", async (request, kept) => {
  expect(await test.core.dispatch("run.start", request, asHttp)).toMatchObject({ error: { code: "invalid_input" } });
  expect(await refused()).toEqual([expect.objectContaining({ ...kept, source: "http", errorCode: "invalid_input" })]);
  const [{ seq = 0 } = {}] = await refused();
  expect((await test.call("history.get", { seq })).error?.message.length).toBeLessThanOrEqual(300);
  expect(await test.call("audit.verify", {})).toMatchObject({ ok: true, records: 1 });
});

it("a flood of them has ten records, and a number on the last", async () => {
  for (let count = 0; count < 50; count += 1) await test.core.dispatch("run.start", { count }, asHttp);
  await expect
    .poll(async () => (await test.call("metrics.summary", { days: 1 })).refused, { timeout: 10_000 })
    .toBe(50);
  expect((await refused()).length).toBeLessThanOrEqual(11);
});
