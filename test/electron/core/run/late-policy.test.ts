import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunRequest } from "#shared/run.ts";
import { openTestCore, type TestCore } from "../../../engine/open-core.ts";

const NOWHERE = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };
const context = { source: "window" as const, mayRunLocally: () => true };

let folder: string;
let test: TestCore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-late-policy-"));
  const policyPaths = [join(folder, "policy.json")];
  test = await openTestCore({ env: NOWHERE, backendPolicy: "local", concurrency: 1, policyPaths });
});
afterEach(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (id: string, content: string, limits?: RunRequest["limits"]) =>
  test.core.dispatch(
    "run.start",
    { id, language: "javascript", files: [{ path: "main.js", content }], ...(limits && { limits }) },
    context,
  );

/** Has a program wait behind another until the policy is there, and answers what becomes of it. */
async function waitFor(rules: object, content: string, limits?: RunRequest["limits"]) {
  const first = randomUUID();
  const begun = new Promise((resolve) => test.core.events.on("run.started", resolve));
  const running = ask(first, "process.stdin.resume()");
  await begun;
  const waiting = ask(randomUUID(), content, limits);
  // It has been granted its limits by the time that the core answers this.
  await test.call("settings.list", {});
  await writeFile(join(folder, "policy.json"), JSON.stringify({ version: 1, by: "Room 12", ...rules }));
  await test.call("run.stop", { id: first });
  await running;
  return waiting;
}

describe("a policy that comes while a program waits for its turn", () => {
  it("bounds the time that it gets", async () => {
    const ceiling = { ceilings: { "limits.wallMs": 700 } };
    expect(await waitFor(ceiling, "setInterval(() => {}, 1000)")).toMatchObject({
      ok: true,
      value: { outcome: "time_limit", limits: { wallMs: 700 } },
    });
  });

  it("refuses it where it asked for more", async () => {
    const ceiling = { ceilings: { "limits.wallMs": 700 } };
    expect(await waitFor(ceiling, "console.log('must not run')", { wallMs: 20_000 })).toMatchObject({
      ok: false,
      error: { code: "policy_forbids", details: { limit: "wallMs", max: 700 } },
    });
  });

  it("keeps it from running without isolation", async () => {
    expect(await waitFor({ forbidLocal: true }, "console.log('must not run')")).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^(policy_forbids|docker_unavailable)$/) },
    });
  });
});
