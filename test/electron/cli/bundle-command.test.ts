import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { toSigner } from "../../../electron/core/bundle/signing.ts";
import { makeBundle } from "../core/bundle/make-bundle.ts";

vi.setConfig({ testTimeout: 180_000 });

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sandpit-cli-bundle-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** The real command line, without an engine: nothing here gets so far. */
function sandpit(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ["electron/cli/main.ts", "bundle", ...args], {
    cwd: join(import.meta.dirname, "../../.."),
    env: { ...process.env, SANDPIT_HOME: home, DOCKER_HOST: "unix:///nowhere/docker.sock" },
  });
  const texts = { stdout: "", stderr: "" };
  child.stdout.on("data", (bytes) => {
    texts.stdout += bytes;
  });
  child.stderr.on("data", (bytes) => {
    texts.stderr += bytes;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...texts })));
}

test("a bundle is inspected and imported with the key that is named, and with no other", async () => {
  const own = join(home, "own.key");
  const other = join(home, "other.key");
  const made = JSON.parse((await sandpit("keygen", "--out", own, "--json")).stdout);
  expect(made).toMatchObject({ publicPath: `${own}.pub`, fingerprint: expect.stringMatching(/^[0-9a-f]{4} /) });
  expect((await sandpit("keygen", "--out", other)).stdout).toContain("give it to nobody");
  expect(await sandpit("keygen", "--out", own)).toMatchObject({
    code: 125,
    stderr: expect.stringContaining("is there already"),
  });

  const file = await makeBundle({ signer: toSigner(await readFile(own, "utf8")) });
  const inspected = await sandpit("inspect", file);
  expect(inspected).toMatchObject({ code: 0, stdout: expect.stringContaining(made.fingerprint) });
  expect(inspected.stdout).toMatch(/signed with an unknown key[\s\S]*complete and as it was written/);

  const unknown = await sandpit("import", file);
  expect(unknown).toMatchObject({ code: 125, stderr: expect.stringContaining("--trust PUBLIC_KEY") });
  const wrong = JSON.parse((await sandpit("import", file, "--trust", `${other}.pub`, "--json")).stdout);
  expect(wrong).toMatchObject({ ok: false, error: { code: "unauthorized", details: { reason: "wrong_key" } } });
  expect(JSON.parse((await sandpit("keys", "--json")).stdout)).toEqual([]);

  // With the right one only the engine is missing.
  expect((await sandpit("import", file, "--trust", `${own}.pub`, "--json")).stdout).toContain("docker_unavailable");
  expect(JSON.parse((await sandpit("keys", "--json")).stdout)).toMatchObject([{ fingerprint: made.fingerprint }]);
  expect((await sandpit("untrust", ...made.fingerprint.split(" "))).code).toBe(0);
  expect(JSON.parse((await sandpit("keys", "--json")).stdout)).toEqual([]);
});

test("a bundle that nobody has signed is refused where that is asked for", async () => {
  const file = await makeBundle();
  const refused = JSON.parse((await sandpit("import", file, "--signed-only", "--json")).stdout);
  expect(refused).toMatchObject({ error: { details: { reason: "unsigned" } } });
  expect((await sandpit("import", file)).stderr).toContain("nobody has signed this bundle");
});
