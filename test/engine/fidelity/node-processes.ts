import type { FidelityProgram } from "./fidelity-program.ts";

const js = String.raw;

/** Workers, child processes and signals in Node.js. */
export const nodeProcesses: FidelityProgram[] = [
  {
    name: "worker_threads: data, environment, options, cache",
    files: {
      "main.js": js`const { Worker, isMainThread, workerData, parentPort, threadId, SHARE_ENV } = require("node:worker_threads");
if (isMainThread) {
  const run = (options) =>
    new Promise((resolve) => {
      const worker = new Worker(__filename, { workerData: { n: 20 }, ...options });
      worker.on("message", (message) => console.log(message));
      worker.on("error", (error) => console.log("error", error.stack));
      worker.on("exit", (code) => resolve(console.log("exit", code)));
    });
  run({})
    .then(() => run({ env: { ONLY: "this" } }))
    .then(() => run({ env: SHARE_ENV, argv: ["one"] }))
    .then(() => run({ execArgv: ["--no-warnings"], workerData: null }));
} else {
  const { HOSTNAME, ...env } = process.env;
  const main = require.main === module;
  parentPort.postMessage([Object.entries(env).sort(), process.argv, process.execArgv, Object.keys(require.cache), main, threadId, process.cwd()]);
  parentPort.postMessage([module.id, module.parent, process._preload_modules, require("node:module")._pathCache]);
  parentPort.postMessage(workerData && workerData.n * 2);
}
`,
    },
  },
  {
    name: "a worker that is a module, and one that fails",
    files: {
      "main.mjs": js`import { once } from "node:events";
import { Worker } from "node:worker_threads";

const worker = new Worker(new URL("./worker.mjs", import.meta.url), { stdout: false });
console.log(await once(worker, "message"));
new Worker("require('node:worker_threads').parentPort.postMessage(1); throw new Error('in ' + __filename)", { eval: true });
`,
      "worker.mjs":
        "import { parentPort } from 'node:worker_threads';\nparentPort.postMessage([import.meta.url, await 1, process.argv]);\n",
    },
    exit: 1,
  },
  {
    name: "child_process.fork",
    files: {
      "main.js": js`const { fork } = require("node:child_process");
if (process.send) {
  const { HOSTNAME, NODE_CHANNEL_FD, ...env } = process.env;
  process.send([Object.entries(env).sort(), process.argv, process.execArgv, Object.keys(require.cache), require.main === module]);
  process.once("message", (message) => {
    console.log("child got", message, process.connected);
    process.disconnect();
    process.exitCode = 6;
  });
} else {
  const child = fork(__filename, ["one"], { execArgv: [...process.execArgv, "--no-warnings"] });
  child.on("message", (message) => {
    console.log(message);
    child.send({ hello: "child" });
  });
  child.on("exit", (...how) => console.log(how));
}
`,
    },
  },
  {
    name: "child_process: environments, input, errors",
    files: {
      "main.js": js`const { spawnSync, execFileSync, execSync } = require("node:child_process");
const node = (code, options) => spawnSync(process.execPath, ["-e", code], { encoding: "utf8", ...options });
console.log(execSync("env -u HOSTNAME -u PWD -u _ -u SHLVL -u OLDPWD | sort").toString());
console.log(node("console.log(process.argv, process.execArgv, Object.keys(process.env).sort(), require.main)").stdout);
console.log(node("console.log(require('fs').readFileSync(0, 'utf8').length)", { input: "abc" }).stdout);
console.log(node("process.exit(4)").status, node("process.kill(process.pid, 'SIGTERM')").signal);
console.log(node("", { env: { NODE_OPTIONS: "--no-such-option" } }).stderr);
execFileSync("cat", { stdio: "inherit" });
try {
  execSync("echo out; echo err >&2; exit 7", { stdio: "pipe" });
} catch (error) {
  console.log(error.status, error.message, String(error.stderr));
}
execFileSync("/no/such/program");
`,
    },
    stdin: "for cat",
    exit: 1,
  },
  {
    name: "signal handlers",
    files: {
      "main.js": js`const keep = setInterval(() => {}, 1000);
const seen = [];
for (const signal of ["SIGTERM", "SIGINT", "SIGUSR2", "SIGHUP"]) {
  process.on(signal, (...args) => {
    seen.push(args);
    console.log(args);
    if (seen.length < 4) process.kill(process.pid, ["SIGINT", "SIGUSR2", "SIGHUP"][seen.length - 1]);
    else clearInterval(keep);
  });
}
console.log(process.kill(process.pid, 0), process.listenerCount("SIGTERM"));
process.kill(process.pid, "SIGTERM");
`,
    },
  },
  ...(
    [
      ["SIGTERM", 143],
      ["SIGINT", 130],
      ["SIGKILL", 137],
      ["SIGSEGV", 139],
    ] as const
  ).map(([signal, exit]) => ({
    name: `the program sends itself ${signal}`,
    files: {
      "main.js": `console.log("before");\nprocess.on("exit", () => console.log("never"));\nprocess.kill(process.pid, "${signal}");\nsetTimeout(() => console.log("after"), 5000);\n`,
    },
    exit,
  })),
  {
    name: "cluster",
    files: {
      "main.js": js`const cluster = require("node:cluster");
if (cluster.isPrimary) {
  const worker = cluster.fork({ GIVEN: "yes" });
  worker.on("message", (message) => console.log(message));
  cluster.on("exit", (_, code) => console.log("exit", code, cluster.settings));
} else {
  process.send([process.env.GIVEN, process.env.NODE_OPTIONS ?? null, process.argv, process.execArgv], () => process.exit(2));
}
`,
    },
  },
];
