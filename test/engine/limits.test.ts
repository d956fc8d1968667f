import { afterAll, beforeAll, describe, expect } from "vitest";
import { toVerdict } from "#shared/verdict.ts";
import { engineTest, openReadyCore, type TestCore, toRequest } from "./test-core.ts";

let core: TestCore;
beforeAll(async () => {
  core = await openReadyCore({ poolSize: 1, concurrency: 4 });
});
afterAll(() => core?.close());

const python = (code: string, rest = {}) => core.run({ files: { "main.py": code }, ...rest });
const javascript = (code: string, rest = {}) => core.run({ files: { "main.js": code }, ...rest });

describe("the time limit", () => {
  engineTest("ends a program that sleeps for 31 s after the 30 s that it has by default", async () => {
    const result = await python("import time\nprint('before')\ntime.sleep(31)\nprint('after')");
    expect(result).toMatchObject({
      outcome: "time_limit",
      exitCode: null,
      stdout: "before\n",
      limits: { wallMs: 30_000 },
    });
    expect(result.wallMs).toBeGreaterThanOrEqual(30_000);
    expect(result.wallMs).toBeLessThan(32_000);
  });

  engineTest("ends an endless loop", async () => {
    const result = await python("print('in')\nwhile True: pass", { limits: { wallMs: 1500 } });
    expect(result).toMatchObject({ outcome: "time_limit", stdout: "in\n" });
  });

  engineTest("ends a program that prints a dot now and then, and keeps the dots", async () => {
    const result = await python("import time\nwhile True:\n    print('.', end='')\n    time.sleep(0.1)", {
      limits: { wallMs: 1500 },
    });
    expect(result.outcome).toBe("time_limit");
    expect(result.stdout).toMatch(/^\.{5,16}$/);
  });

  engineTest("tells the processor time and memory of a run that is long enough to be measured", async () => {
    // It works for as long as it takes on this machine, and is then there to be measured.
    const result = await python(
      "import time\ndata = bytearray(50_000_000)\nwhile time.process_time() < 0.6: pass\ntime.sleep(3)",
    );
    expect(result.outcome).toBe("completed");
    expect(result.peakMemoryBytes).toBeGreaterThan(50_000_000);
    expect(result.cpuMs).toBeGreaterThan(300);
    expect(result.cpuMs).toBeLessThan(2500);
  });
});

describe("the memory limit", () => {
  engineTest("ends a Python program that takes 300 MB", async () => {
    const result = await python("print('before')\ndata = bytearray(300 * 1024 * 1024)\nprint(len(data))");
    expect(result).toMatchObject({ outcome: "memory_limit", stdout: "before\n", peakMemoryBytes: 128 * 1024 * 1024 });
  });

  engineTest("ends a JavaScript program that takes 300 MB, in buffers or in objects", async () => {
    const buffers = await javascript(
      "console.log('before');\nconst all = [];\nfor (let i = 0; i < 300; i++) all.push(Buffer.alloc(1024 * 1024, 1));",
    );
    expect(buffers).toMatchObject({ outcome: "memory_limit", stdout: "before\n" });
    const objects = await javascript("const all = [];\nfor (;;) all.push({ n: all.length });");
    expect(objects.outcome).toBe("memory_limit");
  });

  engineTest("counts the files in /tmp, which are bounded before it", async () => {
    const result = await python(
      "try:\n    open('/tmp/big', 'wb').write(bytes(40 * 1024 * 1024))\nexcept OSError as error:\n    print(error)",
    );
    expect(result).toMatchObject({ outcome: "completed", stdout: "[Errno 28] No space left on device\n" });
  });

  engineTest.for([
    ["Python", () => python("open('/tmp/big', 'wb').write(bytes(40 * 1024 * 1024))")],
    ["Node.js", () => javascript("require('fs').writeFileSync('/tmp/big', Buffer.alloc(40 * 1024 * 1024))")],
  ] as const)("says in plain words that files found no room, whatever the words of %s", async ([, run]) => {
    expect(toVerdict(await run()).explanation).toContain("32 MB of files in /tmp");
  });

  engineTest("may be set for one run", async () => {
    const code = "data = bytearray(150 * 1024 * 1024)\nprint(len(data))";
    expect((await python(code, { limits: { memoryBytes: 256 * 1024 * 1024 } })).outcome).toBe("completed");
    expect(
      await core.refusal("run.start", toRequest({ files: { "main.py": code }, limits: { memoryBytes: 1 } })),
    ).toMatchObject({ code: "invalid_input" });
  });
});

describe("the process limit", () => {
  engineTest("stops a fork bomb from growing; the program ends and the host lives", async () => {
    const code =
      "import os\nn = 0\ntry:\n    while True:\n        if os.fork() == 0:\n            import time\n            time.sleep(60)\n        n += 1\nexcept OSError as error:\n    print(n < 64, error)\n    os.kill(0, 9)";
    const result = await python(code);
    expect(result.stdout).toBe("True [Errno 11] Resource temporarily unavailable\n");
  });

  engineTest.for([
    ["Python", () => python("import subprocess\nfor _ in range(100): subprocess.Popen(['sleep', '60'])")],
    [
      "Python's threads",
      () =>
        python(
          "import threading, time\nfor _ in range(100): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        ),
    ],
    [
      "Node.js",
      () =>
        javascript(
          "const { spawn } = require('child_process');\nfor (let i = 0; i < 100; i++) spawn('sleep', ['60']);",
        ),
    ],
  ] as const)("is named in plain words, whatever the words of %s", async ([, run]) => {
    expect(toVerdict(await run()).explanation).toContain("more than 64 processes and threads at one time");
  });

  engineTest("holds against a bomb that never gives up", async () => {
    const code = "import os\nprint('go')\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass";
    expect(await python(code, { limits: { wallMs: 3000 } })).toMatchObject({ outcome: "time_limit", stdout: "go\n" });
    expect((await python("print('still here')")).stdout).toBe("still here\n");
  });
});

describe("the output limit", () => {
  engineTest("allows 10,240 bytes", async () => {
    const result = await python("print('x' * 10_239)");
    expect(result).toMatchObject({ outcome: "completed", exitCode: 0, truncated: { stdout: false, stderr: false } });
    expect(result.stdout).toHaveLength(10_240);
  });

  engineTest("cuts at 10,241 bytes", async () => {
    const result = await python("print('x' * 10_240)");
    expect(result).toMatchObject({ outcome: "output_limit", exitCode: 0, truncated: { stdout: true, stderr: false } });
    expect(result.stdout).toBe("x".repeat(10_240));
  });

  engineTest("counts both streams together, and cuts between characters", async () => {
    const result = await python(
      "import sys\nprint('e' * 10_000, file=sys.stderr)\nimport time; time.sleep(0.3)\nprint('ä' * 500)",
    );
    expect(result).toMatchObject({ outcome: "output_limit", truncated: { stdout: true, stderr: false } });
    expect(Buffer.byteLength(result.stderr) + Buffer.byteLength(result.stdout)).toBeLessThanOrEqual(10_240);
    expect(result.stdout).toMatch(/^ä{119}$/);
  });

  engineTest("ends an endless print, in any language, from many writers", async () => {
    const endless = [
      python("while True: print('again and again')"),
      javascript("for (;;) console.log('again and again');"),
      python("import os\nwhile True: os.write(1, b'.')"),
    ];
    for (const result of await Promise.all(endless)) {
      expect(result).toMatchObject({ outcome: "output_limit", exitCode: null, truncated: { stdout: true } });
      expect(Buffer.byteLength(result.stdout)).toBe(10_240);
      expect(result.wallMs).toBeLessThan(20_000);
    }
  });
});

describe("the code limit", () => {
  const program = (bytes: number) => `print('ok')\n#${"x".repeat(bytes - 13)}`;

  engineTest("allows 51,200 bytes", async () => {
    expect((await python(program(51_200))).stdout).toBe("ok\n");
  });

  engineTest("refuses 51,201 bytes, over all files, and says so", async () => {
    const one = await core.refusal("run.start", toRequest({ files: { "main.py": program(51_201) } }));
    expect(one).toMatchObject({ code: "invalid_input", details: { codeBytes: 51_201, limit: 51_200 } });
    const two = await core.refusal("run.start", toRequest({ files: { "main.py": program(51_200), "b.py": "#" } }));
    expect(two.message).toContain("51,201 bytes");
  });
});
