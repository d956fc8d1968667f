import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { engineTest, openReadyCore, type TestCore, toRequest } from "./test-core.ts";

let core: TestCore;
beforeAll(async () => {
  core = await openReadyCore({ poolSize: 1 });
});
afterAll(() => core?.close());

describe("a program", () => {
  engineTest("prints, and its result says where and how it ran", async () => {
    const result = await core.run({ files: { "main.py": "print('Grüße, 世界 🎈')" } });
    expect(result).toMatchObject({
      ...{ outcome: "completed", exitCode: 0, signal: null, stdout: "Grüße, 世界 🎈\n", stderr: "", source: "cli" },
      ...{ backend: "docker", isolated: true, truncated: { stdout: false, stderr: false } },
    });
    expect(result.image?.id).toMatch(/^sha256:/);
    expect(result.firstOutputMs).toBeGreaterThan(0);
    expect(result.wallMs).toBeGreaterThanOrEqual(result.firstOutputMs ?? 0);
  });

  engineTest("keeps standard output and standard error apart, and its exit code", async () => {
    const code = "import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit(7)";
    expect(await core.run({ files: { "main.py": code } })).toMatchObject({
      outcome: "failed",
      exitCode: 7,
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  const told = async (code: string) => {
    const request = toRequest({ files: { "main.py": code } });
    let text = "";
    const off = core.core.events.on("run.output", (output) => {
      if (output.id === request.id) text += output.text;
    });
    await core.call("run.start", request);
    off();
    return text;
  };

  // The pause gives the engine the time to pass on one stream before the other.
  engineTest("that reports an error and goes on has the report in its place", async () => {
    const code =
      "import time, traceback\nprint('before')\ntime.sleep(0.05)\ntry:\n  1 / 0\nexcept Exception:\n  traceback.print_exc()\ntime.sleep(0.05)\nprint('after')";
    expect(await told(code)).toMatch(/^before\nTraceback[\s\S]*\nZeroDivisionError: division by zero\nafter\n$/);
  });

  engineTest("that ends by an error has its report last", async () => {
    expect(await told("print('about to')\n1 / 0")).toMatch(/^about to\nTraceback[\s\S]*\nZeroDivisionError: .*\n$/);
  });

  engineTest("that is killed by a signal says which", async () => {
    const code = "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)";
    expect(await core.run({ files: { "main.py": code } })).toMatchObject({
      outcome: "signaled",
      signal: "SIGSEGV",
      exitCode: 139,
    });
  });

  engineTest("that ends itself with exit code 137 did not run out of memory", async () => {
    const result = await core.run({ files: { "main.py": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)" } });
    expect(result).toMatchObject({ outcome: "signaled", signal: "SIGKILL" });
  });

  engineTest("brings warm sandboxes back after all were removed", async () => {
    await core.call("containers.removeAll", {});
    const untilWarm = Promise.withResolvers<void>();
    core.core.events.on("pool.changed", ({ warm }) => (warm.python ?? 0) > 0 && untilWarm.resolve());
    expect((await core.run({ files: { "main.py": "print(1)" } })).warm).toBe(false);
    await untilWarm.promise;
    expect((await core.run({ files: { "main.py": "print(2)" } })).warm).toBe(true);
  });

  engineTest("of several files finds them, in folders too", async () => {
    const files = {
      "main.py": "from shapes.square import area\nprint(area(4), open('data.txt').read())",
      "shapes/square.py": "def area(side):\n    return side * side\n",
      "data.txt": "données",
    };
    expect((await core.run({ files })).stdout).toBe("16 données\n");
  });

  engineTest("may have any entry", async () => {
    const files = {
      "game.py": "import rules; print(__name__, rules.POINTS, __file__)",
      "main.py": "print('wrong')",
      "rules.py": "POINTS = 3",
    };
    expect((await core.run({ files, entry: "game.py" })).stdout).toBe("__main__ 3 /tmp/run/game.py\n");
  });

  engineTest("reads its whole input and meets its end", async () => {
    const code = "import sys\nprint(sys.stdin.read().upper())\ntry:\n    input()\nexcept EOFError:\n    print('end')";
    expect((await core.run({ files: { "main.py": code }, stdin: "zwölf\n" })).stdout).toBe("ZWÖLF\n\nend\n");
  });

  engineTest("written as an ES module runs as one, a CommonJS one too", async () => {
    const module = {
      "main.js":
        "import { readFileSync } from 'node:fs';\nimport { n } from './n.js';\nconsole.log(typeof readFileSync, n, await 5);",
      "n.js": "export const n = 4;",
    };
    expect((await core.run({ files: module })).stdout).toBe("function 4 5\n");
    const script = {
      "main.js": "const { n } = require('./n');\nconsole.log(n, typeof module);",
      "n.js": "exports.n = 4;",
    };
    expect((await core.run({ files: script })).stdout).toBe("4 object\n");
  });

  engineTest(
    "in TypeScript may use enums, namespaces and parameter properties, and keeps its line numbers",
    async () => {
      const code = [
        "enum Colour { Red, Green }",
        "namespace Maths { export const two = 2; }",
        "class Point { constructor(public x: number, private y: number) {} sum(): number { return this.x + this.y; } }",
        "console.log(Colour[Colour.Green], Maths.two, new Point(1, 2).sum());",
        "throw new Error('here');",
      ].join("\n");
      const result = await core.run({ files: { "main.ts": code } });
      expect(result).toMatchObject({ outcome: "failed", exitCode: 1, stdout: "Green 2 3\n" });
      expect(result.stderr).toContain("main.ts:5");
      expect(result.stderr).toContain("Error: here");
    },
  );

  engineTest("in TypeScript that does not parse fails with line and column, and nothing runs", async () => {
    const result = await core.run({ files: { "main.ts": "const a: number = 1;\nconst b: = 2;\n" } });
    expect(result).toMatchObject({ outcome: "failed", exitCode: 1, stdout: "", isolated: true });
    expect(result.stderr).toMatch(/main\.ts:2:10/);
  });
});

/** Collects what a run prints and resolves when the text has come. */
function listen(id: string) {
  let text = "";
  let check = () => {};
  const off = core.core.events.on("run.output", (event) => {
    if (event.id === id) text += event.text;
    check();
  });
  return {
    off,
    until: (wanted: string) =>
      new Promise<void>((resolve) => {
        check = () => text.includes(wanted) && resolve();
        check();
      }),
  };
}

engineTest("a traceback is told after what the program printed before it", async () => {
  for (let round = 0; round < 5; round += 1) {
    const request = toRequest({ files: { "main.py": "for n in range(5):\n    print(n)\nprint(totl)\n" } });
    const streams: string[] = [];
    const off = core.core.events.on("run.output", ({ id, stream }) => {
      if (id === request.id) streams.push(stream);
    });
    await core.call("run.start", request);
    off();
    expect(streams.join(" ")).toMatch(/^(stdout )+(stderr ?)+$/);
  }
});

describe("a run that is under way", () => {
  engineTest("sends its output while it runs, and reads input that is typed later", async () => {
    const request = toRequest({
      files: { "main.py": "name = input('Who? ')\nprint('Hello', name)\nprint(input('Age? '))" },
    });
    const output = listen(request.id);
    const running = core.call("run.start", request);
    await output.until("Who? ");
    await core.call("run.input", { id: request.id, text: "Ada\n" });
    await output.until("Age? ");
    await core.call("run.input", { id: request.id, text: "36", end: true });
    expect((await running).stdout).toBe("Who? Hello Ada\nAge? 36\n");
    output.off();
  });

  engineTest("is seen to wait for input, and not to wait any more", async () => {
    const request = toRequest({ files: { "main.py": "input('? ')\nimport time; time.sleep(0.5)" } });
    const waits: boolean[] = [];
    const firstWait = new Promise<void>((resolve) => {
      core.core.events.on("run.waiting", ({ id, waiting }) => {
        if (id !== request.id) return;
        waits.push(waiting);
        if (waiting) resolve();
      });
    });
    const running = core.call("run.start", request);
    await firstWait;
    await core.call("run.input", { id: request.id, text: "\n" });
    await running;
    expect(waits).toEqual([true, false]);
  });

  engineTest("stops at once, and keeps what it printed", async () => {
    const request = toRequest({ files: { "main.py": "print('started')\nwhile True: pass" } });
    const output = listen(request.id);
    const running = core.call("run.start", request);
    await output.until("started\n");
    await core.call("run.stop", { id: request.id });
    expect(await running).toMatchObject({ outcome: "cancelled", exitCode: null, stdout: "started\n" });
    output.off();
  });

  engineTest("stops while it is still starting", async () => {
    const cold = await openReadyCore({ poolSize: 0 });
    try {
      const request = toRequest({ files: { "main.py": "print('never')" } });
      const running = cold.call("run.start", request);
      setImmediate(() => void cold.call("run.stop", { id: request.id }));
      expect(await running).toMatchObject({ outcome: "cancelled", stdout: "" });
    } finally {
      await cold.close();
    }
  });

  engineTest("has an id of its own", async () => {
    const id = randomUUID();
    const first = core.call("run.start", toRequest({ id, files: { "main.py": "input()" } }));
    expect(await core.refusal("run.start", toRequest({ id, files: { "main.py": "" } }))).toMatchObject({
      code: "invalid_input",
    });
    await core.call("run.stop", { id });
    await first;
  });

  engineTest("waits for its turn, is refused when too many wait, and can be stopped while it waits", async () => {
    const narrow = await openReadyCore({ poolSize: 0, concurrency: 1 });
    try {
      const requests = Array.from({ length: 34 }, () => toRequest({ files: { "main.py": "input()" } }));
      const runs = requests.slice(0, 33).map((request) => narrow.call("run.start", request));
      expect(await narrow.refusal("run.start", requests[33] ?? toRequest({ files: {} }))).toMatchObject({
        code: "queue_full",
      });
      for (const { id } of requests) await narrow.call("run.stop", { id });
      expect((await Promise.all(runs)).map(({ outcome }) => outcome)).toEqual(Array(33).fill("cancelled"));
    } finally {
      await narrow.close();
    }
  });
});
