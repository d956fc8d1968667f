import type { FidelityProgram } from "./fidelity-program.ts";

const js = String.raw;

/** Input, output, timers and the rest of the runtime. */
export const nodeRuntime: FidelityProgram[] = [
  {
    name: "order of timers, ticks, microtasks and immediates",
    files: {
      "main.js": js`// From an immediate: whether a timer or an immediate comes first depends on how long the main program took.
setImmediate(() =>
  setImmediate(() => {
    setTimeout(() => console.log("timeout 30"), 30);
    setTimeout(() => console.log("timeout 30 again"), 30);
    setTimeout(() => console.log("timeout 60"), 60);
  }),
);
setImmediate(() => {
  console.log("immediate");
  process.nextTick(() => console.log("tick of an immediate"));
  queueMicrotask(() => console.log("microtask of an immediate"));
});
setImmediate(() => console.log("second immediate"));
process.nextTick(() => console.log("tick"));
queueMicrotask(() => console.log("microtask"));
Promise.resolve().then(() => process.nextTick(() => console.log("tick from a promise")));
(async () => {
  console.log("before await");
  await null;
  console.log("after await");
})();
let count = 0;
const interval = setInterval(() => ++count === 3 && clearInterval(interval), 5);
process.on("exit", () => console.log("intervals", count));
console.log("end of main");
`,
    },
  },
  {
    name: "timers take their time, although the interpreter was started long ago",
    files: {
      "main.js": js`const { setTimeout: wait } = require("node:timers/promises");
const now = () => Number(process.hrtime.bigint()) / 1e6;
setTimeout((started) => {
  console.log("150 ms:", now() - started >= 149);
  const until = Date.now() + 20;
  while (Date.now() < until);
  const late = now();
  wait(60, "value").then((value) => console.log(value, now() - late >= 59));
}, 150, now());
`,
    },
  },
  {
    name: "fs.readFileSync(0)",
    files: {
      "main.js": js`const fs = require("node:fs");
const first = Buffer.alloc(6);
console.log(fs.readSync(0, first), first.toString());
const lines = fs.readFileSync(0, "utf8").split("\n");
console.log(lines, fs.readSync(0, Buffer.alloc(1)));
`,
    },
    stdin: "first\nsecond ☃\r\n\nlast",
  },
  {
    name: "process.stdin as a stream",
    files: {
      "main.js": js`console.log(process.stdin.isTTY, process.stdin.fd, process.stdin.constructor.name, process.stdin.readableFlowing);
const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => {
  const data = Buffer.concat(chunks);
  console.log(data.length, require("node:crypto").createHash("sha256").update(data).digest("hex"));
});
process.stdin.on("close", () => console.log("close", process.stdin.destroyed));
`,
    },
    stdin: "\0\u0001ÿ\r\n\ufeff".repeat(9000),
  },
  {
    name: "readline: questions, lines and an early close",
    files: {
      "main.mjs": js`import * as readline from "node:readline";

const reader = readline.createInterface({ input: process.stdin, output: process.stdout });
reader.on("line", (line) => {
  console.log("line", JSON.stringify(line), reader.terminal);
  if (line === "stop") reader.close();
});
reader.on("close", () => console.log("closed"));
reader.question("Name? ", (name) => {
  console.log("Hello, " + name);
  reader.question("Age? ", (age) => console.log(Number(age) + 1));
});
`,
    },
    stdin: "Ädä\n36\nmore\nstop\nunread\n",
  },
  {
    name: "for await over process.stdin",
    files: {
      "main.mjs":
        'process.stdin.setEncoding("utf8");\nlet all = "";\nfor await (const text of process.stdin) all += text;\nconsole.log(all.toUpperCase(), process.stdin.readableEnded);\n',
    },
    stdin: "split ☃ anywhere",
  },
  {
    name: "standard input that stays unread",
    files: { "main.js": "console.log('done');\n" },
    stdin: "x".repeat(200_000),
  },
  {
    name: "standard input that is waited for and then let go",
    files: {
      "main.js":
        'process.stdin.once("data", (data) => {\n  console.log(data.length > 0);\n  process.stdin.unref();\n  process.stdin.pause();\n});\nprocess.on("exit", () => console.log("exit"));\n',
    },
    stdin: "a little",
  },
  {
    name: "standard streams and handles",
    files: {
      "main.js": js`const fs = require("node:fs");
const flags = () => [0, 1, 2].map((fd) => /flags.*/.exec(fs.readFileSync("/proc/self/fdinfo/" + fd, "utf8"))[0]);
const untouched = flags();
const { stdout, stderr } = process;
console.log(untouched, flags());
for (const s of [stdout, stderr]) {
  console.log(s.constructor.name, s.fd, s.isTTY, s.columns, s.writableLength, s.writableHighWaterMark, s._type, s.hasColors);
}
console.log(process._getActiveHandles().length, process._getActiveRequests().length, process.getActiveResourcesInfo());
setTimeout(() => console.log(process.getActiveResourcesInfo(), process._getActiveHandles().length), 1);
const open = fs.readdirSync("/proc/self/fd").filter((fd) => fs.existsSync("/proc/self/fd/" + fd) || fd < 3);
console.log(open.map((fd) => [fd, fs.readlinkSync("/proc/self/fd/" + fd).split(":")[0]]));
stdout.write("a", () => stderr.write("written\n"));
stdout.end("b\n");
`,
    },
  },
  {
    name: "output just below the limit",
    files: {
      "main.js":
        'for (let i = 0; i < 400; i++) console.log(i, "äöü".repeat(3));\nconsole.error("e".repeat(500));\nprocess.stdout.write("end");\n',
    },
  },
  {
    name: "console and util.inspect",
    files: {
      "main.js": js`const util = require("node:util");
class Pet { #secret = 1; constructor(name) { this.name = name; } get age() { return 3; } }
const loop = { pet: new Pet("Rex"), list: Array(120).fill(7), map: new Map([[{ a: 1 }, new Set([1n])]]), date: new Date(0) };
loop.self = loop;
console.log(loop, [undefined, null, -0, Symbol("s"), () => {}, class A {}, /x/g, new Error("e").message]);
console.error("%s is %d years and %i, %f, %j %o %O %%", "Rex", 3.5, 3.5, "1.5", { a: 1 }, [1], { b: { c: { d: {} } } });
console.table([{ a: 1, b: "x" }, { a: 2, c: true }]);
console.group("group");
console.warn("indented\ntwice");
console.groupEnd();
console.dir({ deep: { er: { still: { more: 1 } } } }, { depth: 0 });
console.assert(1 === 2, "not equal");
console.count(), console.count("x");
console.log(util.inspect(new Proxy({}, {}), { showProxy: true }), util.format("%s", 12345678901234567890n), "\u{1F600}\ud800");
console.log(Promise.resolve(4), new Promise(() => {}), Buffer.from("hi"), new Uint8Array(3), globalThis === global);
`,
    },
  },
  {
    name: "BigInt, Intl, dates and numbers",
    files: {
      "main.js": js`console.log(2n ** 100n, BigInt.asUintN(8, 257n), (123456.789).toLocaleString("de-DE"), 0.1 + 0.2, [3, 1, 10].sort());
console.log(new Intl.DateTimeFormat().resolvedOptions().locale, Intl.DateTimeFormat().resolvedOptions().timeZone);
console.log(new Date(0).toString(), new Date(0).toLocaleString(), new Date(0).getTimezoneOffset(), "ä".localeCompare("z", "sv"));
console.log(new Intl.NumberFormat("en-IN", { style: "currency", currency: "INR" }).format(1234567), "İ".toLowerCase().length);
try { 1n + 1; } catch (error) { console.log(error.message); }
console.log(structuredClone(new Map([[1, new Date(0)]])), new TextDecoder("utf-16le").encoding, [..."🎉é"].length, Math.hypot(3, 4));
`,
    },
  },
  {
    name: "async context and ids",
    files: {
      "main.js": js`const hooks = require("node:async_hooks");
const storage = new hooks.AsyncLocalStorage();
console.log(hooks.executionAsyncId(), hooks.triggerAsyncId(), new hooks.AsyncResource("x").asyncId());
storage.run({ user: "ada" }, () => setTimeout(() => console.log(storage.getStore()), 1));
console.log(storage.getStore(), require("node:perf_hooks").performance.getEntries());
console.log(require("node:events").captureRejections, require("node:diagnostics_channel").channel("x").hasSubscribers);
console.log(require("node:inspector").url(), require("node:v8").startupSnapshot?.isBuildingSnapshot?.(), process.domain);
`,
    },
  },
  {
    name: "process report, resource limits and state of signals",
    files: {
      "main.js": js`const fs = require("node:fs");
const { header, environmentVariables, userLimits, workers, libuv } = process.report.getReport();
console.log(header.commandLine, header.cwd, header.nodejsVersion, Object.keys(environmentVariables).sort(), userLimits, workers);
console.log(libuv.filter((handle) => handle.type !== "loop").map(({ type, is_active, is_referenced }) => [type, is_active, is_referenced]));
const wanted = /^(Name|Umask|Uid|Gid|Groups|Threads|Sig(Blk|Ign|Cgt)|Cap...|NoNewPrivs|Seccomp):.*/gm;
console.log(fs.readFileSync("/proc/self/status", "utf8").match(wanted), fs.readFileSync("/proc/self/limits", "utf8"));
console.log(process.getuid(), process.getgroups(), process.constrainedMemory(), require("node:os").availableParallelism?.());
`,
    },
  },
];
