import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { DEFAULT_LIMITS, type Limits } from "#shared/limits.ts";
import { createInput, type Input } from "../../../../electron/core/run/input.ts";
import { findInterpreter } from "../../../../electron/core/run/interpreters.ts";
import { createLocalBackend } from "../../../../electron/core/run/local-backend.ts";
import { toLocalEnvironment } from "../../../../electron/core/run/local-process.ts";
import { RUN_MARK } from "../../../../electron/core/run/process-tree.ts";

const language = (id: string) => LANGUAGES.find((candidate) => candidate.id === id) as Language;
const python = await findInterpreter(language("python"), process.env, process.platform).catch(() => null);
const env = { ...process.env, SECRET_TOKEN: "do not show" };
const run = createLocalBackend({ env, platform: process.platform, log: () => {} });

const start = (
  files: Record<string, string>,
  options: {
    limits?: Partial<Limits>;
    stdin?: string;
    input?: Input;
    signal?: AbortSignal;
    onOutput?: (text: string) => void;
    onWaiting?: (waiting: boolean) => void;
  } = {},
) => {
  const [entry = ""] = Object.keys(files);
  return run({
    runId: "local",
    language: language(entry.endsWith(".py") ? "python" : entry.endsWith(".ts") ? "typescript" : "javascript"),
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
    entry,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    input: options.input ?? createInput(options.stdin ?? ""),
    signal: options.signal ?? new AbortController().signal,
    onStarted: () => {},
    onOutput: (_, text) => options.onOutput?.(text),
    onWaiting: options.onWaiting ?? (() => {}),
  });
};

const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("sandpit-run-"));

describe("without a container", () => {
  test("JavaScript and TypeScript run, as modules too, and say that they were not isolated", async () => {
    const script = await start({
      "main.js": "import { n } from './n.js';\nconsole.log(n);\nprocess.exitCode = 3;",
      "n.js": "export const n = 4;",
    });
    expect(script).toMatchObject({
      backend: "local",
      warm: false,
      image: null,
      end: { outcome: "failed", exitCode: 3, stdout: "4\n" },
    });
    const typed = await start({ "main.ts": "enum A { B }\nconsole.log(A[A.B]);\nthrow new Error('x');" });
    expect(typed.end).toMatchObject({ outcome: "failed", stdout: "B\n" });
    expect(typed.end.stderr).toMatch(/main\.ts:3:7/);
  });

  test("input is read, and the temporary folder is removed", async () => {
    const before = await folders();
    const code =
      "let text = ''; process.stdin.on('data', (d) => { text += d; }).on('end', () => console.log(text.toUpperCase(), process.cwd()));";
    const { end } = await start({ "main.js": code }, { stdin: "hello" });
    expect(end.stdout).toMatch(/^HELLO .*sandpit-run-/);
    expect(await folders()).toEqual(before);
  });

  test.runIf(process.platform === "linux")(
    "it is told that a program waits for its input, and that it goes on",
    async () => {
      const input = createInput(undefined);
      const told: boolean[] = [];
      const { end } = await start(
        {
          "main.js":
            "process.stdout.write('Who? '); process.stdin.once('data', (d) => { console.log(`Hi ${d}`); process.exit(); });",
        },
        {
          input,
          onWaiting(waiting) {
            told.push(waiting);
            if (waiting) input.write("Ada\n");
          },
        },
      );
      expect([end.stdout, told]).toEqual(["Who? Hi Ada\n\n", [true, false]]);
    },
  );

  test("the time and output limits hold", async () => {
    expect((await start({ "main.js": "console.log('in'); for (;;);" }, { limits: { wallMs: 700 } })).end).toMatchObject(
      { outcome: "time_limit", stdout: "in\n" },
    );
    const flood = (
      await start({ "main.js": "const fs = require('node:fs'); for (;;) fs.writeSync(1, 'again and again');" })
    ).end;
    expect(flood).toMatchObject({ outcome: "output_limit", truncated: { stdout: true } });
    expect(flood.stdout).toHaveLength(10_240);
  });

  test("the heap of JavaScript is limited", async () => {
    const { end } = await start(
      { "main.js": "const all = [];\nfor (;;) all.push({ n: all.length });" },
      { limits: { memoryBytes: 64 * 1024 * 1024 } },
    );
    expect(end.outcome).toBe("memory_limit");
  });

  test("a program's environment holds nothing of the user's", async () => {
    const { end } = await start({ "main.js": "console.log(JSON.stringify(process.env))" });
    const seen = JSON.parse(end.stdout);
    expect(Object.keys(seen)).not.toContain("SECRET_TOKEN");
    expect(seen.HOME).toContain("sandpit-run-");
    const environment = toLocalEnvironment({ env, platform: "linux", folder: "/f", mark: "m" });
    expect(environment).toMatchObject({ HOME: "/f", TMPDIR: "/f", [RUN_MARK]: "m" });
  });

  test.skipIf(process.platform === "win32")(
    "everything that a program started ends with it, also what left its group",
    async () => {
      const mark = randomUUID();
      const child = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '${mark}'], { detached: true, stdio: 'ignore' }).unref();`;
      const running = async () => {
        const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
        const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
        return lines.filter((line) => line.includes(mark)).length;
      };
      const stop = new AbortController();
      const stopped = await start(
        { "main.js": `${child} setTimeout(() => console.log('up'), 100); setInterval(() => {}, 1000);` },
        { signal: stop.signal, onOutput: () => stop.abort() },
      );
      expect(stopped.end.outcome).toBe("cancelled");
      const finished = await start({ "main.js": child });
      expect(finished.end.outcome).toBe("completed");
      if (process.platform === "linux") expect(await running()).toBe(0);
    },
  );

  describe.skipIf(python === null)("Python", () => {
    test("runs, with several files and its own exit code", async () => {
      const { end } = await start(
        { "main.py": "import rules, sys\nprint(rules.N, input())\nsys.exit(5)", "rules.py": "N = 2" },
        { stdin: "x\n" },
      );
      expect(end).toMatchObject({ outcome: "failed", exitCode: 5, stdout: "2 x\n" });
    });

    test.skipIf(process.platform !== "linux")("has its memory limited", async () => {
      const { end } = await start({ "main.py": "print('before')\ndata = bytearray(300 * 1024 * 1024)" });
      expect(end).toMatchObject({ outcome: "memory_limit", stdout: "before\n" });
    });

    test("that is not there is said so, with what to do", async () => {
      const missing = { ...language("python"), localInterpreters: [{ command: "no-such-python", args: [] }] };
      await expect(findInterpreter(missing, process.env, process.platform)).rejects.toMatchObject({
        code: "language_unavailable",
        message: expect.stringContaining("no-such-python"),
      });
    });
  });
});
