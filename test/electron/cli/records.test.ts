import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

const main = join(import.meta.dirname, "../../../electron/cli/main.ts");
// Each call of the command line is a process of its own, and some tests make a dozen.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-records-"));
  await writeFile(join(folder, "hello.js"), "console.log('hello there')");
  await writeFile(join(folder, "fail.js"), "process.exit(3) // on purpose");
  await writeFile(join(folder, "wait.js"), "console.log('up'); setInterval(() => {}, 1000)");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (args: string[], command: readonly string[] = []) => {
  const env = { ...process.env, DOCKER_HOST: `unix://${folder}/nowhere.sock`, SANDPIT_HOME: join(folder, "home") };
  const [program = "", ...rest] = [...command, process.execPath, main, ...args];
  return spawn(program, rest, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
};

/** Runs the real command line, without an engine, with one home for all of this file. */
async function sandpit(args: string[], command: readonly string[] = []) {
  const child = start(args, command);
  const texts = { stdout: "", stderr: "" };
  child.stdout.on("data", (bytes) => {
    texts.stdout += bytes;
  });
  child.stderr.on("data", (bytes) => {
    texts.stderr += bytes;
  });
  const [code] = await once(child, "close");
  return { code: code as number | null, ...texts };
}
const json = async (...args: string[]) => JSON.parse((await sandpit([...args, "--json"])).stdout);
const lines = async (...args: string[]) =>
  (await sandpit([...args, "--json"])).stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe("what the command line keeps", () => {
  test("runs, failed, refused and interrupted ones too", async () => {
    await sandpit(["run", "hello.js"]);
    await sandpit(["run", "fail.js"]);
    await sandpit(["run", "hello.js", "--backend", "docker"]);
    const waiting = start(["run", "wait.js"]);
    await once(waiting.stdout, "data");
    waiting.kill("SIGKILL");
    await once(waiting, "close");

    const entries = await lines("history", "list");
    expect(entries.map(({ ending, source, errorCode }) => [ending, source, errorCode])).toEqual([
      ["interrupted", "cli", null],
      ["refused", "cli", "docker_unavailable"],
      ["failed", "cli", null],
      ["completed", "cli", null],
    ]);
    const { stdout } = await sandpit(["history", "list", "--ending", "failed", "--text", "on purpose"]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(2);
    expect(stdout).toContain("process.exit(3)");
  });

  test("history show prints all of one run, and history export all of all", async () => {
    const [first] = (await lines("history", "list")).slice(-1);
    const { stdout } = await sandpit(["history", "show", String(first.seq)]);
    expect(stdout).toContain("console.log('hello there')");
    expect(stdout).toMatch(/── output\nhello there\n/);
    expect(await json("history", "show", first.id)).toMatchObject({
      id: first.id,
      result: { stdout: "hello there\n" },
    });
    const exported = (await sandpit(["history", "export"])).stdout.trimEnd().split("\n");
    expect(exported.map((line) => JSON.parse(line).seq)).toEqual([4, 3, 2, 1]);
    expect((await sandpit(["history", "export", "--format", "csv", "1"])).stdout).toMatch(/^\uFEFFnumber,.*\r\n1,/);
    expect((await sandpit(["history", "show", "99"])).code).toBe(125);
  });

  test("metrics count them", async () => {
    expect(await json("metrics")).toMatchObject({ runs: 4, refused: 1, bySource: [{ name: "cli", runs: 4 }] });
    expect((await sandpit(["metrics"])).stdout).toContain("4, of which 1 were refused");
  });

  test("settings are listed, set, refused and set back", async () => {
    expect((await sandpit(["settings", "set", "retention.runs", "500"])).code).toBe(0);
    expect((await sandpit(["settings", "get", "retention.runs"])).stdout).toBe("500\n");
    expect((await sandpit(["settings", "list"])).stdout).toMatch(/^retention\.runs +500 +user /m);
    const refused = await sandpit(["settings", "set", "retention.runs", "many"]);
    expect([refused.code, refused.stderr]).toEqual([125, expect.stringContaining("It takes a number from 100")]);
    expect((await sandpit(["settings", "get", "nothing.such"])).stderr).toContain("There is no setting named");
    await sandpit(["settings", "reset", "retention.runs"]);
    expect((await sandpit(["settings", "get", "retention.runs"])).stdout).toBe("10000\n");
    expect((await sandpit(["audit", "export"])).stdout).toContain('"kind":"settings.changed"');
  });

  test("a token that is replaced is printed, and noted without being named", async () => {
    const { token } = await json("serve", "--print-token");
    const next = (await sandpit(["serve", "--new-token"])).stdout.trim();
    expect([next.length, next === token]).toEqual([43, false]);
    const trail = (await sandpit(["audit", "export"])).stdout;
    expect(trail.match(/"kind":"token\.replaced"/g)).toHaveLength(1);
    expect(trail).not.toContain(next);
  });

  test("nothing is cleared that nobody has agreed to; then all is, and the trail tells of it", async () => {
    expect((await sandpit(["history", "clear"])).code).toBe(125);
    expect((await sandpit(["history", "prune"])).stdout).toBe("Nothing was old enough to be removed.\n");
    expect((await sandpit(["history", "clear", "--yes"])).stdout).toBe("4 runs were removed.\n");
    expect((await sandpit(["history", "list"])).stdout).toBe("No runs.\n");
    const verified = await sandpit(["audit", "verify"]);
    expect([verified.code, verified.stdout]).toEqual([
      0,
      expect.stringMatching(/^ok {2}\d+ records, 1 to \d+, are as/),
    ]);
  });

  test.skipIf(process.platform === "win32")(
    "a trail that was begun anew after damage says so, and where the one before is",
    async () => {
      await cp(join(folder, "home"), join(folder, "damaged"), { recursive: true });
      await writeFile(join(folder, "damaged", "history.sqlite"), "What is this doing here? ".repeat(100));
      const { code, stdout } = await sandpit(["audit", "verify"], ["env", `SANDPIT_HOME=${join(folder, "damaged")}`]);
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(
          /^ok {2}1 record, number 1, is as it was written\. The trail was begun anew at .*Z, because .* up to record \d+ at least, is in history\.damaged-.*\.sqlite\.\n$/,
        ),
      ]);
    },
  );

  test("audit verify names the first record that was changed, and leaves with 1", async () => {
    const db = new DatabaseSync(join(folder, "home", "history.sqlite"));
    db.exec("DROP TRIGGER audit_is_never_changed; UPDATE audit SET detail = '{}' WHERE seq = 2");
    db.close();
    const { code, stdout } = await sandpit(["audit", "verify"]);
    expect([code, stdout]).toEqual([1, "FAILED  Record 2 of the audit trail was changed.\n"]);
  });
});

/** A policy belongs to the machine: it is put there in a mount namespace of its own, so that this machine has none. */
const canMount = process.platform === "linux" && process.getuid?.() === 0;

describe.skipIf(!canMount)("a policy of the machine", () => {
  const under = async (policy: string, args: string[]) => {
    await writeFile(join(folder, "policy.json"), policy);
    const script = `set -e; mount -t tmpfs tmpfs "$0/etc" && cp -a /etc/. "$0/etc" && mkdir -p "$0/etc/sandpit"
      cp "$0/policy.json" "$0/etc/sandpit/policy.json"; mount --bind "$0/etc" /etc; exec "$@"`;
    await mkdir(join(folder, "etc"), { recursive: true });
    return sandpit(args, ["unshare", "--mount", "sh", "-c", script, folder]);
  };

  test.each([
    ["forbids it", '{"version":1,"by":"Room 12","forbidLocal":true}', "Room 12 has set it so"],
    ["is broken", '{"version":1,"by":"Room 12","forbidLocal":tru', "it is not JSON"],
  ])("that %s keeps the command line from running without isolation", async (_, policy, words) => {
    for (const backend of ["local", "auto"]) {
      const { code, stdout, stderr } = await under(policy, ["run", "hello.js", "--backend", backend]);
      expect([code, stdout]).toEqual([125, ""]);
      expect(stderr).toContain(backend === "local" ? words : "");
    }
    const { stderr } = await under(policy, ["settings", "set", "backendPolicy", "local"]);
    expect(stderr).toMatch(/cannot be changed on this computer/);
    expect((await sandpit(["run", "hello.js", "--backend", "local"])).code).toBe(0);
  });
});
