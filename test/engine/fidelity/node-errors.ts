import type { FidelityProgram } from "./fidelity-program.ts";

const js = String.raw;

/** How Node.js programs end badly, and what they say then. */
export const nodeErrors: FidelityProgram[] = [
  {
    name: "uncaught error, with its cause and its own properties",
    files: {
      "main.js": js`console.log("before");
function outer(value) {
  return inner(value);
}
const inner = (value) => value.missing.deeper;
class Thing {
  run() {
    try {
      outer({});
    } catch (cause) {
      throw Object.assign(new RangeError("it went wrong", { cause }), { code: "E_THING", when: [1, 2] });
    }
  }
}
new Thing().run();
`,
    },
    exit: 1,
  },
  { name: "a thrown text", files: { "main.js": 'throw "just text";\n' }, exit: 1 },
  {
    name: "a thrown object",
    files: { "main.js": "function f() {\n  throw { a: [1, { b: 2 }] };\n}\nf();\n" },
    exit: 1,
  },
  {
    name: "error in a required module",
    files: {
      "main.js": 'const { area } = require("./shapes/circle");\n\nconsole.log(area(null));\n',
      "shapes/circle.js": "exports.area = (circle) => Math.PI * circle.radius ** 2;\n",
    },
    exit: 1,
  },
  {
    name: "a module that is not there",
    files: { "main.js": 'require("./first");\n', "first.js": 'require("left-pad");\n' },
    exit: 1,
  },
  {
    name: "an ES module that is not there",
    files: { "main.mjs": 'import x from "./nothing.mjs";\nconsole.log(x);\n' },
    exit: 1,
  },
  {
    name: "an export that is not there",
    files: {
      "main.mjs": 'import { area,\n  volume } from "./shapes.mjs";\n',
      "shapes.mjs": "export const area = 1;\n",
    },
    exit: 1,
  },
  { name: "syntax error", files: { "main.js": 'console.log("never");\nconst x = ;\n' }, exit: 1 },
  {
    name: "syntax error in a required module, and in JSON",
    files: {
      "main.js":
        'try {\n  require("./data.json");\n} catch (error) {\n  console.log(error.name, error.message);\n}\nrequire("./broken");\n',
      "broken.js": "if (true {\n}\n",
      "data.json": '{"a": 1,}\n',
    },
    exit: 1,
  },
  {
    name: "syntax error in an ES module",
    files: { "main.mjs": 'import "node:fs";\nlet a = 1;\nlet a = 2;\n' },
    exit: 1,
  },
  {
    name: "unhandled rejections",
    files: {
      "main.js": js`process.on("exit", (code) => console.log("exit", code, process.exitCode));
async function load() {
  await null;
  throw new TypeError("rejected");
}
load();
setTimeout(() => console.log("never"), 50);
`,
    },
    exit: 1,
  },
  {
    name: "a rejection that is no error",
    files: { "main.js": "Promise.reject({ reason: 42 });\n" },
    exit: 1,
  },
  {
    name: "handlers for what is not caught",
    files: {
      "main.js": js`process.on("uncaughtException", (error, origin) => console.log(origin, error.message));
process.on("unhandledRejection", (reason, promise) => console.log("rejection", reason.message, promise));
process.on("rejectionHandled", () => console.log("handled late"));
const late = Promise.reject(new Error("late"));
setTimeout(() => late.catch(() => {}), 20);
setTimeout(() => {
  throw new Error("in a timer");
}, 40);
process.removeAllListeners("warning").on("warning", (warning) => console.log(warning.name, warning.code, warning.message));
process.emitWarning("careful", { type: "CustomWarning", code: "C1" });
new (require("node:events"))().emit("error", new Error("nobody listens"));
`,
    },
  },
  {
    name: "warnings on standard error",
    files: {
      "main.js": js`const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (text, ...rest) => write(String(text).replaceAll("node:" + process.pid, "node:PID"), ...rest);
new Buffer(1);
process.emitWarning("mine");
const emitter = new (require("node:events"))();
for (let i = 0; i < 12; i++) emitter.on("x", () => {});
`,
    },
  },
  {
    name: "stack traces: columns, limits, structured frames",
    files: {
      "main.js": js`class Shape { static make() { return new Error("made").stack; } }
console.log(Shape.make(), Error.stackTraceLimit);
[1].map(function named() { console.log(new Error("in a callback").stack.split("\n").slice(0, 4)); });
setTimeout(() => console.log(new Error("in a timer").stack), 1);
(async () => { await null; console.log(new Error("after await").stack); })();
console.trace("a trace of %s", "main");
Error.prepareStackTrace = (_, frames) => frames.map((f) => [f.getFileName(), f.getLineNumber(), f.getColumnNumber()]);
console.log(new Error().stack);
Error.prepareStackTrace = undefined;
Error.stackTraceLimit = 100;
console.log(new Error("whole").stack);
eval("console.log(new Error('eval').stack)");
new Function("throw new Error('function')")();
`,
    },
    exit: 1,
  },
  {
    name: "recursion without end",
    files: { "main.js": "const dive = (depth) => dive(depth + 1) + 1;\ndive(0);\n" },
    exit: 1,
  },
  {
    name: "a failed assertion",
    files: { "main.js": 'require("node:assert").deepStrictEqual({ a: 1, b: [2] }, { a: 1, b: [3] });\n' },
    exit: 1,
  },
  {
    name: "top-level await that rejects",
    files: { "main.mjs": "const wait = async () => {\n  throw new Error('awaited');\n};\nawait wait();\n" },
    exit: 1,
  },
  {
    name: "top-level await that never ends",
    files: { "main.mjs": "console.log('waiting');\nawait new Promise(() => {});\nconsole.log('never');\n" },
    exit: 13,
  },
  {
    name: "process.exit in the middle",
    files: {
      "main.js":
        "process.on('exit', (code) => console.log('exit', code));\ntry {\n  process.exit(3);\n} finally {\n  console.log('never');\n}\n",
    },
    exit: 3,
  },
  {
    name: "process.exitCode, beforeExit and exit",
    files: {
      "main.js": js`let rounds = 0;
process.on("beforeExit", (code) => {
  console.log("beforeExit", code, rounds);
  if (rounds++ < 2) setTimeout(() => console.log("more work"), 1);
});
process.on("exit", (code) => {
  console.log("exit", code);
  process.exitCode = code + 1;
});
process.exitCode = 41;
`,
    },
    exit: 42,
  },
  {
    // In a worker: with process.abort in the main thread comes a native stack trace, full of addresses.
    name: "process.abort, which a worker does not have",
    files: {
      "main.js":
        "const { Worker } = require('node:worker_threads');\nnew Worker('process.abort()', { eval: true }).on('error', (e) => console.log(e.stack));\n",
    },
  },
];
