import { describe, expect, it } from "vitest";
import type { RunResult } from "#shared/run.ts";
import { findFatalError, findUnplacedError, parseProgramError } from "../../../renderer/program-error/parse-error.ts";
import type { ProgramError } from "../../../renderer/program-error/python-traceback.ts";
import { toResult } from "../../shared/results.ts";

const FILES = [
  ...["main.py", "shapes.py", "main.js", "main.mjs", "main.ts", "lib/deep.py"],
  ...["my prog.js", "program (1).js", "it's.js", "it's.ts", "my prog.ts"],
];

describe("parseProgramError: Python", () => {
  it.each([
    [
      "a NameError",
      "Traceback (most recent call last):\n  File \"/tmp/run/main.py\", line 3, in <module>\n    print(x)\n          ^\nNameError: name 'x' is not defined\n",
      { file: "main.py", line: 3, kind: "NameError", message: "NameError: name 'x' is not defined" },
    ],
    [
      "the deepest of the program's own frames",
      'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 1, in <module>\n    f()\n  File "/tmp/run/shapes.py", line 7, in f\n    json.loads("")\n  File "/usr/local/lib/python3.11/json/__init__.py", line 346, in loads\n    return d\njson.decoder.JSONDecodeError: Expecting value\n',
      { file: "shapes.py", line: 7, kind: "JSONDecodeError" },
    ],
    [
      "a SyntaxError, which has no header",
      '  File "/tmp/run/main.py", line 2\n    print("a"\n         ^\nSyntaxError: \'(\' was never closed\n',
      { file: "main.py", line: 2, kind: "SyntaxError" },
    ],
    [
      "the last of chained exceptions",
      'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 2, in <module>\n    1/0\nZeroDivisionError: division by zero\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "/tmp/run/main.py", line 4, in <module>\n    raise ValueError("bad")\nValueError: bad\n',
      { line: 4, message: "ValueError: bad" },
    ],
    [
      "endless recursion",
      'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 3, in <module>\n    f()\n  File "/tmp/run/main.py", line 2, in f\n    f()\n  [Previous line repeated 996 more times]\nRecursionError: maximum recursion depth exceeded\n',
      { line: 2, kind: "RecursionError" },
    ],
    [
      "an exception without a message",
      'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 1, in <module>\n    raise KeyboardInterrupt\nKeyboardInterrupt\n',
      { line: 1, kind: "KeyboardInterrupt", message: "KeyboardInterrupt" },
    ],
    [
      "an exception of a class inside a function, in the learner's own language",
      'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 3, in f\n    raise Größenfehler("x")\nf.<locals>.Größenfehler: x\n',
      { line: 3, kind: "Größenfehler", message: "f.<locals>.Größenfehler: x" },
    ],
    [
      "a local run",
      "Traceback (most recent call last):\n  File \"/home/ada/.cache/sandpit-x1/lib/deep.py\", line 5, in <module>\n    x\nNameError: name 'x'\n",
      { file: "lib/deep.py", line: 5 },
    ],
    [
      "a local run on Windows",
      'Traceback (most recent call last):\r\n  File "C:\\Users\\Ada\\Temp\\main.py", line 9, in <module>\r\n    x\r\nNameError: name\r\n',
      { file: "main.py", line: 9 },
    ],
    [
      "a coloured traceback",
      'Traceback (most recent call last):\n  File \u001b[35m"/tmp/run/main.py"\u001b[0m, line \u001b[35m3\u001b[0m, in \u001b[35m<module>\u001b[0m\n    x\n\u001b[1;35mNameError\u001b[0m: \u001b[35mno x\u001b[0m\n',
      { file: "main.py", line: 3, message: "NameError: no x" },
    ],
    [
      "a traceback that was cut off",
      'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 3, in <mod',
      { line: 3, kind: null },
    ],
  ])("finds %s", (_, stderr, expected) => {
    expect(parseProgramError(stderr, FILES)).toMatchObject(expected);
  });
});

/** What Python 3.11 prints of groups of exceptions. */
describe("parseProgramError: groups of Python's exceptions", () => {
  const LIBRARY =
    '  |   File "/usr/local/lib/python3.11/asyncio/taskgroups.py", line 145, in __aexit__\n  |     raise me from None\n';

  it.each([
    [
      "the line that raised the group, where nothing in it came up by itself",
      '  + Exception Group Traceback (most recent call last):\n  |   File "/tmp/run/main.py", line 3, in <module>\n  |     f()\n  |   File "/tmp/run/main.py", line 2, in f\n  |     raise ExceptionGroup("g", [ValueError("a"), TypeError("b")])\n  | ExceptionGroup: g (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    | ValueError: a\n    +---------------- 2 ----------------\n    | TypeError: b\n    +------------------------------------\n',
      { line: 2, kind: "ExceptionGroup", message: "ExceptionGroup: g (2 sub-exceptions)", thrown: true },
    ],
    [
      "the task that went wrong",
      `  + Exception Group Traceback (most recent call last):\n  |   File "/tmp/run/main.py", line 6, in main\n  |     async with asyncio.TaskGroup() as tg:\n${LIBRARY}  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n  +-+---------------- 1 ----------------\n    | Traceback (most recent call last):\n    |   File "/tmp/run/main.py", line 4, in bad\n    |     return 1 / n\n    |            ~~^~~\n    | ZeroDivisionError: division by zero\n    +------------------------------------\n`,
      { line: 4, kind: "ZeroDivisionError", message: "ZeroDivisionError: division by zero" },
    ],
    [
      "the first of the innermost",
      '  + Exception Group Traceback (most recent call last):\n  |   File "/tmp/run/main.py", line 11, in <module>\n  |     raise ExceptionGroup("outer", [ExceptionGroup("inner", errors), KeyError("k")])\n  | ExceptionGroup: outer (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    | ExceptionGroup: inner (2 sub-exceptions)\n    +-+---------------- 1 ----------------\n      | Traceback (most recent call last):\n      |   File "/tmp/run/main.py", line 8, in <module>\n      |     f()\n      |   File "/tmp/run/main.py", line 2, in one\n      |     int("x")\n      | ValueError: invalid literal for int() with base 10: \'x\'\n      +---------------- 2 ----------------\n      | Traceback (most recent call last):\n      |   File "/tmp/run/main.py", line 4, in two\n      |     [][1]\n      |     ~~^^^\n      | IndexError: list index out of range\n      +------------------------------------\n    +---------------- 2 ----------------\n    | KeyError: \'k\'\n    +------------------------------------\n',
      { line: 2, message: "ValueError: invalid literal for int() with base 10: 'x'" },
    ],
    [
      "an exception that a group had led to",
      '  + Exception Group Traceback (most recent call last):\n  |   File "/tmp/run/main.py", line 2, in <module>\n  |     raise ExceptionGroup("g", [ValueError("a")])\n  | ExceptionGroup: g (1 sub-exception)\n  +-+---------------- 1 ----------------\n    | ValueError: a\n    +------------------------------------\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File "/tmp/run/main.py", line 4, in <module>\n    raise RuntimeError("after") from e\nRuntimeError: after\n',
      { line: 4, message: "RuntimeError: after" },
    ],
    [
      "a line of code that begins like a branch of the tree",
      'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 2, in <module>\n    x = (1\n    | None)\nTypeError: unsupported\n',
      { line: 2, message: "TypeError: unsupported" },
    ],
  ])("finds %s", (_, stderr, expected) => {
    expect(parseProgramError(stderr, FILES)).toMatchObject(expected);
  });
});

describe("parseProgramError: Node.js", () => {
  it.each([
    [
      "a TypeError",
      "/tmp/run/main.js:3\n    user.name.first;\n              ^\n\nTypeError: Cannot read properties of undefined (reading 'first')\n    at greet (/tmp/run/main.js:3:15)\n    at Object.<anonymous> (/tmp/run/main.js:6:1)\n    at Module._compile (node:internal/modules/cjs/loader:1105:14)\n\nNode.js v18.19.0\n",
      { file: "main.js", line: 3, column: 15, kind: "TypeError" },
    ],
    [
      "a SyntaxError, which has a header only",
      "/tmp/run/main.js:2\nlet = ;\n      ^\n\nSyntaxError: Unexpected token ';'\n    at internalCompileFunction (node:internal/vm:73:18)\n\nNode.js v18.19.0\n",
      { file: "main.js", line: 2, kind: "SyntaxError", message: "SyntaxError: Unexpected token ';'" },
    ],
    [
      "an ES module",
      "file:///tmp/run/main.mjs:3\nx\n^\n\nReferenceError: x is not defined\n    at file:///tmp/run/main.mjs:3:7\n    at ModuleJob.run (node:internal/modules/esm/module_job:195:25)\n",
      { file: "main.mjs", line: 3, column: 7, kind: "ReferenceError" },
    ],
    [
      "an error in Node's own code, at the line that led there",
      "undefined:1\n{\n\n\nSyntaxError: Unexpected end of JSON input\n    at JSON.parse (<anonymous>)\n    at Object.<anonymous> (/tmp/run/main.js:4:6)\n",
      { file: "main.js", line: 4, column: 6 },
    ],
    [
      "a rejected promise",
      "node:internal/process/promises:288\n            triggerUncaughtException(err, true /* fromPromise */);\n            ^\n\nError: boom\n    at main (/tmp/run/main.js:2:9)\n",
      { line: 2, kind: "Error", message: "Error: boom" },
    ],
    [
      "thrown text",
      '/tmp/run/main.js:1\nthrow "oh no";\n^\noh no\n(Use `node --trace-uncaught ...`)\n',
      { line: 1, kind: null, message: "oh no" },
    ],
    [
      "TypeScript, under the name of the script it became",
      "/tmp/run/main.cjs:3\nx\n^\n\nReferenceError: x is not defined\n    at Object.<anonymous> (/tmp/run/main.ts:3:7)\n",
      { file: "main.ts", line: 3, column: 7 },
    ],
    [
      "the error that ended the program, not one printed before",
      "Error: handled\n    at a (/tmp/run/main.js:1:1)\n/tmp/run/main.js:9\nthrow new Error('last')\n^\n\nError: last\n    at b (/tmp/run/main.js:9:7)\n",
      { line: 9, message: "Error: last" },
    ],
    ...["my prog.js", "program (1).js", "it's.js"].map((file): [string, string, Partial<ProgramError>] => [
      `a file with the name ${file}`,
      `/tmp/run/${file}:2\n  null.x\n       ^\n\nTypeError: Cannot read properties of null (reading 'x')\n    at f (/tmp/run/${file}:2:8)\n    at Object.<anonymous> (/tmp/run/${file}:4:1)\n\nNode.js v18.20.4\n`,
      { file, line: 2, column: 8, kind: "TypeError" },
    ]),
    [
      "a local run with a blank in its path",
      "/home/ada/my stuff/main.js:2\nx\n^\n\nReferenceError: x is not defined\n    at Object.<anonymous> (/home/ada/my stuff/main.js:2:1)\n",
      { file: "main.js", line: 2 },
    ],
    [
      "what TypeScript cannot read",
      "main.ts:3:7 Expected ';'\n",
      { file: "main.ts", line: 3, column: 7, kind: "SyntaxError", message: "Expected ';'" },
    ],
    [
      "what TypeScript cannot read, in a file with a blank in its name",
      "my prog.ts:3:7 Expected ';'\n",
      { file: "my prog.ts", line: 3, column: 7, message: "Expected ';'" },
    ],
    [
      "what TypeScript cannot read, named",
      "main.ts:3:7 - SyntaxError: Expected ';'\n",
      { line: 3, kind: "SyntaxError" },
    ],
  ])("finds %s", (_, stderr, expected) => {
    expect(parseProgramError(stderr, FILES)).toMatchObject(expected);
  });
});

describe("parseProgramError: nothing", () => {
  it.each([
    ["no error at all", "just a warning\n"],
    [
      "an error in other files only",
      'Traceback (most recent call last):\n  File "/usr/lib/python3/site.py", line 1, in x\n    y\nError: z\n',
    ],
    [
      "a file of a package",
      'Traceback (most recent call last):\n  File "/x/site-packages/main.py", line 1, in x\n    y\nError: z\n',
    ],
    ["nothing", ""],
  ])("finds nothing in %s", (_, stderr) => {
    expect(parseProgramError(stderr, FILES)).toBeNull();
  });
});

describe("findFatalError", () => {
  const PYTHON =
    'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 3, in <module>\n    1/0\n    ~^~\nZeroDivisionError: division by zero\n';
  const NODE =
    "/tmp/run/main.js:3\nx\n^\n\nReferenceError: x is not defined\n    at Object.<anonymous> (/tmp/run/main.js:3:1)\n\nNode.js v18.20.4\n";
  const RAISED =
    'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 3, in <module>\n    raise E("one\\ntwo")\nE: one\ntwo\n';
  const UNSETTLED =
    "Warning: Detected unsettled top-level await at file:///tmp/run/main.mjs:3\nawait new Promise(() => {});\n^\n\n\n";
  const TYPESCRIPT = "main.ts:3:7\nconst x: = 2;\n\nSyntaxError: Expression expected\n";

  it.each<[number | null, string, Partial<RunResult>]>([
    [3, "an error that nobody caught", { exitCode: 1, stderr: PYTHON }],
    [3, "an error that nobody caught, in Node.js", { exitCode: 1, stderr: NODE }],
    [3, "an error with words of its own that have two lines", { exitCode: 1, stderr: RAISED }],
    [3, "an await that nothing ends", { exitCode: 13, stderr: UNSETTLED }],
    [3, "a program that never began", { exitCode: 1, wallMs: 0, stderr: TYPESCRIPT }],
    [3, "a compiler's error", { outcome: "compile_error", exitCode: 1, stderr: "main.js:3:5: error: x\n" }],
    [null, "an error that was logged", { exitCode: 2, stderr: `ERROR:root:x\n${PYTHON}` }],
    [null, "an error after which it gave up", { exitCode: 1, stderr: `${PYTHON}Usage: main.py FILE\n` }],
    [null, "an error that it printed", { exitCode: 3, stderr: "TypeError: x\n    at f (/tmp/run/main.js:1:12)\n" }],
    [null, "a program that was stopped", { outcome: "time_limit", exitCode: null, stderr: PYTHON }],
    [null, "a program that ran through", { outcome: "completed", exitCode: 0, stderr: PYTHON }],
  ])("line %s: %s", (line, _, change) => {
    expect(findFatalError(toResult({ outcome: "failed", ...change }), FILES)?.line ?? null).toBe(line);
  });

  it("is as strict where no line is named", () => {
    const stderr =
      "node:events:495\n      throw er;\n      ^\n\nError: getaddrinfo EAI_AGAIN example.com\n    at node:dns:107:26\n";
    const result = toResult({ outcome: "failed", exitCode: 1 });
    expect(findUnplacedError({ ...result, stderr: `${stderr}\nNode.js v18.20.4\n` })).toMatchObject({ kind: "Error" });
    expect(findUnplacedError({ ...result, stderr: `${stderr}Giving up\n` })).toBeNull();
  });
});

it.each([
  [
    "Java",
    'Exception in thread "main" java.lang.IllegalStateException: too late\n\tat shapes.Circle.<init>(Circle.java:9)\n\tat Main.main(Main.java:3)\n',
    { file: "Circle.java", line: 9, kind: "IllegalStateException", message: "IllegalStateException: too late" },
  ],
  [
    "PHP",
    "PHP Fatal error:  Uncaught DivisionByZeroError: Division by zero in /tmp/run/main.php:3\nStack trace:\n#0 {main}\n  thrown in /tmp/run/main.php on line 3\n",
    { file: "main.php", line: 3, kind: "DivisionByZeroError", message: "DivisionByZeroError: Division by zero" },
  ],
])("the words of %s are read", (_, stderr, error) => {
  expect(parseProgramError(stderr, ["Main.java", "Circle.java", "main.php"])).toMatchObject(error);
});
