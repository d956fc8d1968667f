import { describe, expect, it } from "vitest";
import { endsWithUncaughtError, mayHaveMetUncaughtError, toReportedLimit } from "#shared/program-errors.ts";

const PYTHON =
  'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 1, in <module>\n    1 / 0\n    ~~^~~\n';
/** What Python 3.11 prints of a group of exceptions. */
const GROUP =
  '  + Exception Group Traceback (most recent call last):\n  |   File "/tmp/run/main.py", line 1, in <module>\n  |     raise ExceptionGroup("g", [ValueError("a")])\n  | ExceptionGroup: g (1 sub-exception)\n  +-+---------------- 1 ----------------\n    | ValueError: a\n    +------------------------------------\n';
const RAISED =
  'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 2, in <module>\n    raise E("one\\ntwo")\n';

describe("endsWithUncaughtError", () => {
  it.each([
    ["Python", `${PYTHON}ZeroDivisionError: division by zero\n`],
    [
      "Python, of a syntax error",
      "  File \"/tmp/run/main.py\", line 1\n    x = (\n        ^\nSyntaxError: '(' was never closed\n",
    ],
    ["Python, of a group", GROUP],
    ["Python, of a class that a function has", `${PYTHON}f.<locals>.Größenfehler: x\n`],
    ["Python, in colours", `${PYTHON}\u001b[1;35mZeroDivisionError\u001b[0m: \u001b[35mdivision by zero\u001b[0m\n`],
    [
      "Python, with a warning behind it",
      `${PYTHON}TypeError: x\nsys:1: RuntimeWarning: coroutine 'f' was never awaited\nRuntimeWarning: Enable tracemalloc to get the object allocation traceback\n`,
    ],
    ["Python, without a message, on Windows", `${PYTHON}AssertionError\n`.replaceAll("\n", "\r\n")],
    [
      "Node.js",
      "/tmp/run/main.js:1\nthrow 1\n^\nUncaught:\n1\n(Use `node --trace-uncaught ...`)\n\nNode.js v18.20.4\n",
    ],
    [
      "Node.js, of an await that nothing ends",
      "Warning: Detected unsettled top-level await at file:///tmp/run/main.mjs:3\nawait new Promise(() => {});\n^\n\n\n",
    ],
    ["Python, with much to say", `${PYTHON}ValueError: ${"x".repeat(20_000)}\n`],
    ["Ruby", "main.rb:1:in `half': no (RuntimeError)\n\tfrom main.rb:3:in `<main>'\n"],
    [
      "PHP",
      "PHP Fatal error:  Uncaught Exception: no in main.php:2\nStack trace:\n#0 {main}\n  thrown in main.php on line 2\n",
    ],
    ["Lua", "lua5.4: main.lua:1: no\nstack traceback:\n\t[C]: in function 'error'\n\t[C]: in ?\n"],
    ["Java", 'Exception in thread "main" java.lang.RuntimeException: no\n\tat Main.main(Main.java:3)\n'],
    [
      "Java, of an error with a cause",
      'Exception in thread "main" java.lang.RuntimeException: no\n\tat Main.main(Main.java:3)\nCaused by: java.lang.Error: x\n\t... 1 more\n',
    ],
    ["Go", "panic: no\n\ngoroutine 1 [running]:\nmain.main()\n\t/tmp/run/main.go:4 +0x2c\nexit status 2\n"],
    ["Rust", "thread 'main' panicked at main.rs:2:5:\nno\nnote: run with `RUST_BACKTRACE=1`\n"],
  ])("knows the report of %s", (_, stderr) => {
    expect(endsWithUncaughtError({ stderr, exitCode: 1 })).toBe(true);
  });

  it.each([
    ["nothing", ""],
    ["what a program says", "bad thing\n"],
    ["what looks like an exception", "usage: main.py [-h]\nmain.py: error: no file\nError: no\n"],
    ["a report after which the program went on", `${PYTHON}ZeroDivisionError: division by zero\ngiving up now\n`],
    ["a group after which the program went on", `${GROUP}giving up now\n`],
    ["what Node.js programs print of an error", "TypeError: x\n    at Object.<anonymous> (/tmp/run/main.js:1:12)\n"],
    ["the words of a shell", "main.sh: line 1: foo: command not found\n"],
  ])("takes no other text for one: %s", (_, stderr) => {
    expect(endsWithUncaughtError({ stderr, exitCode: 1 })).toBe(false);
  });

  it.each([
    [0, true],
    [1, true],
    [2, false],
  ])("knows by the exit code whether a program has printed Python's report itself: %d", (exitCode, expected) => {
    const stderr = `ERROR:root:failed\n${PYTHON}ZeroDivisionError: division by zero\n`;
    expect(endsWithUncaughtError({ stderr, exitCode })).toBe(expected);
  });

  it.each([
    ["places", '  File "x", line 1\n'.repeat(20_000)],
    ["statements", `${RAISED}E: one\n`.repeat(5_000)],
    ["statements without an end", `${RAISED}    x\n`.repeat(5_000)],
    ["warnings", "\nsys:1: RuntimeWarning: x".repeat(5_000)],
    ["blanks", " ".repeat(400_000)],
    ["blanks in lines", `${" ".repeat(4_000)}x\n`.repeat(100)],
  ])("comes to an end with much of what no report is: %s", (_, stderr) => {
    expect(mayHaveMetUncaughtError({ stderr: `${stderr}  File "x`, exitCode: 1 })).toBe(false);
  });
});

describe("mayHaveMetUncaughtError", () => {
  it.each<[boolean, string, number, string]>([
    [true, "words of more lines than one", 1, `${RAISED}E: one\ntwo\n  three\n`],
    [true, "a statement behind a condition", 1, `${RAISED.replace("raise E", "if n < 0: raise E")}E: one\ntwo\n`],
    [true, "a function of one line", 1, `${RAISED.replace("raise E", "def f(): raise E")}E: one\ntwo\n`],
    [true, "notes", 1, `${RAISED}ValueError: x\na note\n`],
    [true, "an assertion", 1, `${RAISED.replace("raise E", "assert x, ")}           ^^^\nAssertionError: one\n\ntwo\n`],
    [false, "another exit code", 2, `${RAISED}E: one\nGiving up\n`],
    [false, "lines behind an error of Python's own", 1, `${PYTHON}ZeroDivisionError: division by zero\nUsage: x\n`],
    [
      false,
      "an earlier report of a statement",
      1,
      `${RAISED}E: one\n\nDuring handling of the above exception, another exception occurred:\n\n${PYTHON}ZeroDivisionError: x\nUsage: x\n`,
    ],
  ])("%s for %s", (expected, _, exitCode, stderr) => {
    expect(mayHaveMetUncaughtError({ stderr, exitCode })).toBe(expected);
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
