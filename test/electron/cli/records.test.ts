import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

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

let home = "home";
const start = (args: string[], command: readonly string[] = []) => {
  const env = {
    ...{ ...process.env, TZ: "America/New_York" },
    ...{ DOCKER_HOST: `unix://${folder}/nowhere.sock`, SANDPIT_HOME: join(folder, home) },
  };
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

  test("runs that are named and not there are said to be missing from an export", async () => {
    const { code, stdout, stderr } = await sandpit(["history", "export", "1", "77", "78"]);
    expect([code, stdout.trimEnd().split("\n").length]).toEqual([1, 1]);
    expect(stderr).toBe("sandpit: Runs 77, 78 are not in history, so they are not among these.\n");
  });

  test("times are those of the place, in lists as where they are typed", async () => {
    const [{ at }] = await lines("history", "list", "--limit", "1");
    const local = new Date(at).toLocaleString("sv", { timeZone: "America/New_York" });
    expect((await sandpit(["history", "list", "--limit", "1"])).stdout).toContain(` ${local} `);
    const since = (moment: string) => sandpit(["history", "list", "--since", moment]);
    expect((await since(local.slice(0, 10))).stdout).toContain(local);
  });

  test.each([
    [["history", "export", "abc"], '"abc" is not the number of a run. List them with: history list'],
    [["history", "list", "--since", "2026-02-31"], "2026-02-31 is no date."],
    [["history", "list", "--since", "yesterday"], "yesterday is no date."],
    [["history", "list", "--text", "x".repeat(201)], "--text takes 200 characters at the most."],
    [["history", "list", "--limit", "1e3"], '--limit takes a whole number above 0, not "1e3".'],
    [["metrics", "--days", "0"], '--days takes a whole number from 1 to 366, not "0".'],
    [["settings", "set", "http.enabled", "maybe"], 'http.enabled: "maybe" is not possible. It takes true or false.'],
    [["settings", "set", "limits.wallMs", "5"], "It takes a whole number of milliseconds from 100 to 600000."],
  ])("%j is refused in words that say what to type", async (args, words) => {
    const { code, stdout, stderr } = await sandpit(args);
    expect([code, stdout]).toEqual([125, ""]);
    expect(stderr).toContain(words);
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
    expect([refused.code, refused.stderr]).toEqual([125, expect.stringContaining("It takes a whole number from 100")]);
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

describe("what happens to history and settings is said on standard error", () => {
  const historyPath = () => join(folder, home, "history.sqlite");
  beforeEach(async () => {
    home = (await mkdtemp(join(folder, "home-"))).slice(folder.length + 1);
  });
  afterAll(() => {
    home = "home";
  });

  test("that a damaged database is set aside, once, and beside clean JSON", async () => {
    await writeFile(historyPath(), "x".repeat(8_192));
    const { code, stdout, stderr } = await sandpit(["history", "list", "--json"]);
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr.match(/^sandpit: .*damaged.*$/gm)).toHaveLength(1);
    expect((await sandpit(["history", "list"])).stderr).toBe("");
  });

  test.each([
    ["is a folder", () => mkdir(historyPath())],
    [
      "is of a newer version",
      async () => {
        const db = new DatabaseSync(historyPath());
        db.exec("PRAGMA user_version = 999");
        db.close();
      },
    ],
  ])("that a run is missing where the database %s; the program runs all the same", async (_, damage) => {
    await damage();
    const { code, stdout, stderr } = await sandpit(["run", "hello.js", "--json"]);
    expect([code, JSON.parse(stdout).stdout]).toEqual([0, "hello there\n"]);
    expect(stderr.match(/^sandpit: .*histor.*$/gim)).toHaveLength(1);
    // Where the command itself says it, it is not said twice.
    const listed = await sandpit(["history", "list"]);
    expect([listed.code, listed.stderr.match(/^sandpit: /gm)?.length]).toEqual([125, 1]);
  });

  test("that a settings file is broken, or only some of it holds", async () => {
    await writeFile(join(folder, home, "settings.json"), '{"version":1,"values":{"backendPolicy":"dokcer"}}');
    const { stdout, stderr } = await sandpit(["settings", "get", "backendPolicy"]);
    expect([stdout, stderr]).toEqual(["auto\n", expect.stringContaining('backendPolicy ("dokcer" is not possible)')]);
    expect((await sandpit(["run", "hello.js"])).stderr).toContain("dokcer");
    expect((await sandpit(["settings", "set", "pool.size", "3"])).stderr).toContain("settings.replaced-");
    expect((await sandpit(["settings", "list"])).stderr).toBe("");
    await writeFile(join(folder, home, "settings.json"), "{");
    expect((await sandpit(["settings", "get", "backendPolicy"])).stderr).toContain("was damaged");
  });

  test("as soon as it is known, where the command stays", async () => {
    await writeFile(join(folder, home, "settings.json"), '{"version":7}');
    const serving = start(["serve", "--port", "0"]);
    let said = "";
    serving.stderr.on("data", (bytes) => {
      said += bytes;
    });
    await once(serving.stderr, "data");
    expect(said).toMatch(/^sandpit: The settings file .* is of a newer version of Sandpit\..*\n$/);
    serving.kill("SIGTERM");
    await once(serving, "close");
  });

  test("what retention removes; and nothing is removed that nobody has agreed to", async () => {
    await sandpit(["run", "hello.js"]);
    const db = new DatabaseSync(historyPath());
    const month = 30 * 24 * 60 * 60_000;
    db.exec(`UPDATE runs SET at = at - ${month}`);
    db.close();
    const refused = await sandpit(["settings", "set", "retention.days", "9"]);
    expect([refused.code, refused.stderr]).toEqual([125, expect.stringContaining("Add --yes")]);
    expect((await sandpit(["settings", "set", "retention.days", "60"])).code).toBe(0);
    const { code, stdout, stderr } = await sandpit(["settings", "set", "retention.days", "9", "--yes", "--json"]);
    expect([code, JSON.parse(stdout).value]).toEqual([0, 9]);
    expect(stderr).toBe("sandpit: 1 run was removed from history: older than 9 days.\n");
  });
});

/** A policy belongs to the machine: it is put there in a mount namespace of its own, so that this machine has none. */
const canMount = process.platform === "linux" && process.getuid?.() === 0;

describe.skipIf(!canMount)("a policy of the machine", () => {
  /** `null`: a link to nothing stands in its place. */
  const under = async (policy: string | null, args: string[]) => {
    await rm(join(folder, "policy.json"), { force: true });
    if (policy === null) await symlink("/nowhere/policy.json", join(folder, "policy.json"));
    else await writeFile(join(folder, "policy.json"), policy);
    const script = `set -e; mount -t tmpfs tmpfs "$0/etc" && cp -a /etc/. "$0/etc" && mkdir -p "$0/etc/sandpit"
      cp -P "$0/policy.json" "$0/etc/sandpit/policy.json"; mount --bind "$0/etc" /etc; exec "$@"`;
    await mkdir(join(folder, "etc"), { recursive: true });
    return sandpit(args, ["unshare", "--mount", "sh", "-c", script, folder]);
  };

  test.each<[string, string | null, string]>([
    ["is a link to nothing", null, "it is a link to a file that is not there"],
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
