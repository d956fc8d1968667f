import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { toExitCode } from "../../../electron/cli/run-command.ts";

// Each call is a process of its own, which a busy machine is slow to start.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandpit-cli-"));
  await mkdir(join(folder, "lib"));
  await writeFile(join(folder, "hello.js"), "console.log('out'); console.error('err'); process.exitCode = 4;");
  await writeFile(join(folder, "echo.js"), "process.stdin.pipe(process.stdout);");
  await writeFile(join(folder, "loop.js"), "console.log('up'); setInterval(() => {}, 1000);");
  await writeFile(
    join(folder, "flood.js"),
    "const fs = require('node:fs'); for (;;) fs.writeSync(1, 'again and again');",
  );
  await writeFile(join(folder, "two.js"), "console.log(require('./lib/n.js'));");
  await writeFile(join(folder, "lib", "n.js"), "module.exports = 2;");
  await writeFile(join(folder, "binary.js"), Uint8Array.of(0xff, 0xfe, 0));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const main = join(import.meta.dirname, "../../../electron/cli/main.ts");

/** Runs the real command line, without an engine, so that this needs none. */
function sandpit(
  args: string[],
  { stdin = "", onStdout }: { stdin?: string; onStdout?: (child: ReturnType<typeof spawn>) => void } = {},
) {
  const env = { ...process.env, DOCKER_HOST: `unix://${folder}/nowhere.sock`, SANDPIT_HOME: join(folder, "home") };
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, env });
  const texts = { stdout: "", stderr: "" };
  child.stdout.on("data", (bytes) => {
    texts.stdout += bytes;
    onStdout?.(child);
  });
  child.stderr.on("data", (bytes) => {
    texts.stderr += bytes;
  });
  child.stdin.end(stdin);
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, ...texts })),
  );
}

describe("sandpit run", () => {
  test("passes the program's output and exit code on, and warns that nothing isolates it", async () => {
    const { code, stdout, stderr } = await sandpit(["run", "hello.js"]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "out\n" });
    expect(stderr).toContain("NOT ISOLATED");
    expect(stderr).toContain("err\n");
  });

  test("--json prints one result and nothing else", async () => {
    const { code, stdout, stderr } = await sandpit(["run", "hello.js", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: "failed",
      exitCode: 4,
      isolated: false,
      backend: "local",
      stdout: "out\n",
      stderr: "err\n",
      source: "cli",
    });
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain("NOT ISOLATED");
    expect(code).toBe(4);
  });

  test("passes standard input on, or a file", async () => {
    expect((await sandpit(["run", "echo.js"], { stdin: "from a pipe\n" })).stdout).toBe("from a pipe\n");
    expect((await sandpit(["run", "echo.js", "--stdin", "lib/n.js"], { stdin: "not this" })).stdout).toBe(
      "module.exports = 2;",
    );
  });

  test("takes several files and knows them by their place beside the first", async () => {
    expect((await sandpit(["run", "two.js", "lib/n.js"])).stdout).toBe("2\n");
  });

  test("ends with 124 for time and says why", async () => {
    const { code, stdout, stderr } = await sandpit(["run", "loop.js", "--timeout", "0.7"]);
    expect({ code, stdout }).toEqual({ code: 124, stdout: "up\n" });
    expect(stderr).toMatch(/still running after 0\.7 s/);
  });

  test("ends a flood, and says that output is missing", async () => {
    const { code, stdout, stderr } = await sandpit(["run", "flood.js"]);
    expect(code).toBe(153);
    expect(stdout).toHaveLength(10_240);
    expect(stderr).toContain("10 KB");
  });

  test.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM"] as const)(
    "is stopped by %s, with 130",
    async (signal) => {
      const { code, stdout } = await sandpit(["run", "loop.js"], { onStdout: (child) => child.kill(signal) });
      expect({ code, stdout }).toEqual({ code: 130, stdout: "up\n" });
    },
  );

  test.each([
    [["run", "missing.js"], "invalid_input", /there is no such file/],
    [["run", "lib"], "invalid_input", /it is a folder/],
    [["run", "binary.js"], "invalid_input", /not UTF-8/],
    [["run", "hello.js", "--language", "cobol"], "invalid_input", /Choose one of: python/],
    [["run", "hello.js", "--timeout", "soon"], "invalid_input", /takes a number/],
    [["run", "hello.js", "--memory", "1"], "invalid_input", /memoryBytes/],
    [["run", "lib/n.js", "hello.js"], "invalid_input", /one folder/],
    [["run", "hello.js", "--backend", "docker"], "docker_unavailable", /Docker/],
    [["images", "build"], "docker_unavailable", /Docker/],
    [["images", "remove", "cobol"], "invalid_input", /Choose: python/],
    [["images", "details", "python"], "docker_unavailable", /Docker/],
    [["ps"], "docker_unavailable", /Docker/],
    [["stats"], "docker_unavailable", /Docker/],
    [["top", "abc"], "docker_unavailable", /Docker/],
    [["logs", "abc"], "docker_unavailable", /Docker/],
    [["logs", "../images"], "invalid_input", /not a container's id/],
    [["stop", "abc"], "docker_unavailable", /Docker/],
    [["stop"], "invalid_input", /Name a sandbox/],
    [["clean", "--dry-run"], "docker_unavailable", /Docker/],
  ])("%j is refused with 125 and a sentence", async (args, errorCode, message) => {
    const { code, stdout } = await sandpit([...args, "--json"]);
    expect(code).toBe(125);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: errorCode, message: expect.stringMatching(message) },
    });
    const plain = await sandpit(args);
    expect(plain).toMatchObject({ code: 125, stdout: "", stderr: expect.stringMatching(/^sandpit: [^\n]+\n$/) });
  });

  test.each([
    ["completed", 0, 0],
    ["failed", 3, 3],
    ["signaled", 139, 139],
    ["time_limit", null, 124],
    ["memory_limit", 1, 137],
    ["compile_error", 2, 2],
    ["compile_error", null, 1],
    ["output_limit", null, 153],
    ["output_limit", 2, 2],
    ["cancelled", null, 130],
  ] as const)("%s with exit code %s ends with %s", (outcome, exitCode, expected) => {
    expect(toExitCode({ outcome, exitCode })).toBe(expected);
  });
});

describe("sandpit", () => {
  test("languages lists them", async () => {
    const languages = JSON.parse((await sandpit(["languages", "--json"])).stdout);
    expect(languages.map(({ id }: { id: string }) => id)).toEqual(["python", "javascript", "typescript"]);
    const { stdout } = await sandpit(["languages"]);
    expect(stdout).toContain("TypeScript");
    expect(stdout).toMatch(/^lua +Lua 5\.4 +can be added +\.lua$/m);
  });

  test("a program whose language could be added says how", async () => {
    await writeFile(join(folder, "hello.lua"), "print(1)\n");
    const { code, stderr } = await sandpit(["run", "hello.lua"]);
    expect({ code, stderr }).toEqual({
      code: 125,
      stderr: "sandpit: Lua 5.4 has not been added yet. Add it with: sandpit languages add lua\n",
    });
  });

  test("a folder for a language of one's own is made, checked, and named with its faults", async () => {
    const made = await sandpit(["languages", "template", "kotlin"]);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining("sandpit languages add kotlin/") });
    expect(await sandpit(["languages", "check", "kotlin"])).toMatchObject({ code: 0 });
    await writeFile(join(folder, "kotlin", "Dockerfile"), "FROM debian\n");
    expect(await sandpit(["languages", "check", "kotlin"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Dockerfile: It leaves its programs the administrator"),
    });
    const { language, faults } = JSON.parse((await sandpit(["languages", "check", "kotlin", "--json"])).stdout);
    expect({ language, files: faults.map(({ file }: { file: string }) => file) }).toEqual({
      language: null,
      files: ["Dockerfile"],
    });
    expect(await sandpit(["languages", "add", "lua"])).toMatchObject({
      code: 125,
      stderr: expect.stringMatching(/Docker/),
    });
  });

  test("doctor says what is wrong, where it looked, and what to do", async () => {
    const { code, stdout } = await sandpit(["doctor", "--json"]);
    const { checks } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(checks[0]).toMatchObject({
      id: "engine",
      status: "fail",
      detail: expect.stringContaining("DOCKER_HOST: no socket there"),
      remedy: expect.any(String),
    });
  });

  test("doctor --text names neither folders nor whoever asks", async () => {
    const { code, stdout } = await sandpit(["doctor", "--text"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Sandpit doctor\n\nfail {2}Container engine\n/);
    expect(stdout).toContain("→");
    expect(stdout).not.toContain(folder);
  });

  test("images list works without an engine", async () => {
    const images = JSON.parse((await sandpit(["images", "list", "--json"])).stdout);
    expect(images.map(({ state }: { state: string }) => state)).toEqual(["unknown", "unknown"]);
  });

  test.each([
    [["frobnicate"]],
    [["run"]],
    [["run", "hello.js", "--backend", "moon"]],
    [["run", "hello.js", "--nonsense"]],
  ])("%j shows how it is used, with 125", async (args) => {
    const { code, stdout, stderr } = await sandpit(args);
    expect({ code, stdout }).toEqual({ code: 125, stdout: "" });
    expect(stderr).toMatch(/Usage: sandpit/);
  });
});
