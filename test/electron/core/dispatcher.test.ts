import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "#shared/contract.ts";
import { type Core, createCore } from "../../../electron/core/core.ts";

let home: string;
let core: Core;
const context = { source: "window" as const, mayRunLocally: () => false };
const request = { id: "r1", language: "python", files: [{ path: "main.py", content: "" }] };

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sandpit-dispatch-"));
  core = await createCore({
    home,
    dockerfiles: join(import.meta.dirname, "../../../dockerfiles"),
    env: { DOCKER_HOST: `unix://${home}/none.sock` },
  });
});
afterAll(async () => {
  await core.close();
  await rm(home, { recursive: true, force: true });
});

describe("every boundary", () => {
  test.each<[string, string, unknown]>([
    ["an unknown command", "run.destroy", {}],
    ["a name that objects have", "constructor", {}],
    ["a name that objects inherit", "__proto__", {}],
  ])("answers %s with not_found", async (_, name, input) => {
    expect(await core.dispatch(name, input, context)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["a number", 5],
    ["no files", { ...request, files: [] }],
    [
      "too many files",
      { ...request, files: Array.from({ length: 101 }, (_, n) => ({ path: `${n}.py`, content: "" })) },
    ],
    ["a path that climbs", { ...request, files: [{ path: "../../etc/passwd", content: "" }] }],
    ["an absolute path", { ...request, files: [{ path: "/etc/passwd", content: "" }] }],
    ["a backslash", { ...request, files: [{ path: "a\\b.py", content: "" }] }],
    ["a drive", { ...request, files: [{ path: "C:x.py", content: "" }] }],
    ["a control character", { ...request, files: [{ path: "a\u0000.py", content: "" }] }],
    ["an entry that climbs", { ...request, entry: "../main.py" }],
    ["a limit above its ceiling", { ...request, limits: { memoryBytes: 1e15 } }],
    ["a limit that is no number", { ...request, limits: { wallMs: Number.NaN } }],
    ["an id with a slash", { ...request, id: "a/b" }],
    ["an unknown language", { ...request, language: "__proto__" }],
  ])("refuses a run with %s", async (_, input) => {
    expect(await core.dispatch("run.start", input, context)).toMatchObject({
      ok: false,
      error: { code: "invalid_input", message: expect.stringMatching(/\w/) },
    });
  });

  test("never runs locally without the user's leave", async () => {
    expect(await core.dispatch("run.start", request, context)).toMatchObject({
      ok: false,
      error: { code: "policy_forbids" },
    });
    expect(await core.dispatch("run.start", { ...request, backend: "docker" }, context)).toMatchObject({
      ok: false,
      error: { code: "docker_unavailable" },
    });
  });

  test("answers every command of the contract with a reply, whatever it is given", async () => {
    for (const name of Object.keys(commands)) {
      for (const input of [null, [], "x", { id: {} }]) {
        const reply = await core.dispatch(name, input, context);
        expect(reply).toHaveProperty("ok");
        if (!reply.ok) expect(reply.error.code, name).not.toBe("internal");
      }
    }
  });
});
