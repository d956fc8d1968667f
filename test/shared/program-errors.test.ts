import { describe, expect, it } from "vitest";
import { endsWithUncaughtError, toReportedLimit } from "#shared/program-errors.ts";

const PYTHON =
  'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 1, in <module>\n    1 / 0\n    ~~^~~\n';

describe("endsWithUncaughtError", () => {
  it.each([
    ["Python", `${PYTHON}ZeroDivisionError: division by zero\n`],
    [
      "Python, of a syntax error",
      "  File \"/tmp/run/main.py\", line 1\n    x = (\n        ^\nSyntaxError: '(' was never closed\n",
    ],
    ["Python, without a message, on Windows", `${PYTHON}AssertionError\n`.replaceAll("\n", "\r\n")],
    [
      "Node.js",
      "/tmp/run/main.js:1\nthrow 1\n^\nUncaught:\n1\n(Use `node --trace-uncaught ...`)\n\nNode.js v18.20.4\n",
    ],
    ["Ruby", "main.rb:1:in `half': no (RuntimeError)\n\tfrom main.rb:3:in `<main>'\n"],
    [
      "PHP",
      "PHP Fatal error:  Uncaught Exception: no in main.php:2\nStack trace:\n#0 {main}\n  thrown in main.php on line 2\n",
    ],
    ["Lua", "lua5.4: main.lua:1: no\nstack traceback:\n\t[C]: in function 'error'\n\t[C]: in ?\n"],
    ["Java", 'Exception in thread "main" java.lang.RuntimeException: no\n\tat Main.main(Main.java:3)\n'],
    ["Go", "panic: no\n\ngoroutine 1 [running]:\nmain.main()\n\t/tmp/run/main.go:4 +0x2c\nexit status 2\n"],
    ["Rust", "thread 'main' panicked at main.rs:2:5:\nno\nnote: run with `RUST_BACKTRACE=1`\n"],
  ])("knows the report of %s", (_, stderr) => {
    expect(endsWithUncaughtError(stderr)).toBe(true);
  });

  it.each([
    ["nothing", ""],
    ["what a program says", "bad thing\n"],
    ["what looks like an exception", "usage: main.py [-h]\nmain.py: error: no file\nError: no\n"],
    ["a report after which the program went on", `${PYTHON}ZeroDivisionError: division by zero\ngiving up now\n`],
    ["the words of a shell", "main.sh: line 1: foo: command not found\n"],
  ])("takes no other text for one: %s", (_, stderr) => {
    expect(endsWithUncaughtError(stderr)).toBe(false);
  });

  it("is quick with what no report is", () => {
    const lines = Array.from({ length: 20_000 }, () => '  File "x", line 1\n').join("");
    expect(endsWithUncaughtError(lines)).toBe(false);
    expect(endsWithUncaughtError(" ".repeat(400_000))).toBe(false);
  });
});

describe("toReportedLimit", () => {
  it.each([
    ["processes", "RuntimeError: can't start new thread\n"],
    [
      "processes",
      "    self.pid = os.fork()\n               ^^^^^^^^^\nBlockingIOError: [Errno 11] Resource temporarily unavailable\n",
    ],
    ["processes", "Error: spawn sh EAGAIN\n    at ChildProcess._handle.onexit\n"],
    ["processes", "main.sh: fork: retry: Resource temporarily unavailable\n"],
    ["files", "OSError: [Errno 28] No space left on device: '/tmp/x'\n"],
    ["files", "Error: ENOSPC: no space left on device, write\n"],
    // A pipe that has nothing to read.
    [null, "    os.read(fd, 1)\nBlockingIOError: [Errno 11] Resource temporarily unavailable\n"],
    [null, "NameError: name 'x' is not defined\n"],
  ])("%s: %j", (limit, stderr) => {
    expect(toReportedLimit(stderr)).toBe(limit);
  });
});
