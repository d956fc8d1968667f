import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Reply } from "#shared/errors.ts";
import type { RunResult } from "#shared/run.ts";
import { openTestCore } from "../../../engine/open-core.ts";

const REQUESTS = 1_000;
const PER_MINUTE = 30;
const NOWHERE = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };

it("a thousand requests at once are bounded, in order, and told when to come again", { timeout: 120_000 }, async () => {
  const test = await openTestCore({ env: NOWHERE, backendPolicy: "local", concurrency: 1, policyPaths: [] });
  const context = { source: "window" as const, mayRunLocally: () => true };
  // One at a time: two that start together announce themselves in any order.
  const begun: string[] = [];
  test.core.events.on("run.started", ({ id }) => begun.push(id));
  const ids = Array.from({ length: REQUESTS }, () => randomUUID());
  const files = [{ path: "main.js", content: "console.log('ran')" }];
  const asking = ids.map(
    (id) =>
      test.core.dispatch("run.start", { id, language: "javascript", files }, context) as Promise<Reply<RunResult>>,
  );
  // Meanwhile the core answers whoever asks for something else.
  expect(await test.core.dispatch("settings.list", {}, context)).toMatchObject({ ok: true });
  const replies = await Promise.all(asking);

  const ran = replies.flatMap((reply) => (reply.ok ? [reply.value] : []));
  const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]));
  expect(ran.map(({ id }) => id)).toEqual(ids.slice(0, PER_MINUTE));
  expect(ran.every(({ stdout }) => stdout === "ran\n")).toBe(true);
  expect(begun).toEqual(ids.slice(0, PER_MINUTE));
  expect(refused).toHaveLength(REQUESTS - PER_MINUTE);
  for (const { code, message, details } of refused) {
    expect(code).toBe("rate_limited");
    expect(message).toMatch(/^The window may start 30 programs a minute\. The next can start in \d/);
    expect(details?.retryAfterMs).toBeGreaterThan(0);
  }

  // Every one of them is accounted for, with few records: a flood cannot fill the disk.
  await test.core.dispatch("history.status", {}, context);
  await expect
    .poll(async () => (await test.call("metrics.summary", { days: 1 })).runs, { timeout: 10_000 })
    .toBe(REQUESTS);
  const metrics = await test.call("metrics.summary", { days: 1 });
  expect(metrics.refused).toBe(REQUESTS - PER_MINUTE);
  const { runs } = await test.call("history.count", { filter: { endings: ["refused"] } });
  expect(runs).toBeLessThanOrEqual(12);
  expect(await test.call("audit.verify", {})).toMatchObject({ ok: true });
  await test.close();
});
