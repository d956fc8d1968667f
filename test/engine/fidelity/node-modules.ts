import type { FidelityProgram } from "./fidelity-program.ts";

const js = String.raw;

/** Modules of both kinds, and what a Node.js program sees of itself. */
export const nodeModules: FidelityProgram[] = [
  {
    name: "process.argv, execArgv, execPath, title",
    files: {
      "main.js": js`const { argv, argv0, execArgv, execPath, title, versions, arch, config, ppid, debugPort } = process;
console.log(argv, argv0, execArgv, execPath, title, versions, arch, config.variables.napi_build_version, ppid, debugPort);
console.log(require("node:fs").readFileSync("/proc/self/cmdline", "utf8").split("\0"));
`,
    },
  },
  {
    name: "process.env",
    files: {
      "main.js": js`const own = { ...process.env, HOSTNAME: process.env.HOSTNAME.length }; // chosen by the engine
console.log(Object.entries(own).sort(), process.env.NODE_OPTIONS, "NODE_OPTIONS" in process.env);
`,
    },
  },
  {
    name: "the properties of process and of the global object",
    files: {
      "main.js": js`const util = require("node:util");
const own = (object) => Reflect.ownKeys(object).map(String).sort();
console.log(own(process).join(), own(globalThis).join());
for (const name of own(process).filter((key) => /^(_|feat|rel|exit|source|domain|allowed)/.test(key))) {
  console.log(name, util.inspect(process[name], { depth: 1, maxArrayLength: null, maxStringLength: 200 }));
}
console.log(process.eventNames(), process.hasUncaughtExceptionCaptureCallback(), process.getActiveResourcesInfo());
`,
    },
  },
  {
    name: "module, require and the function around them",
    files: {
      "main.js": js`console.log(module, module.paths, module.children, module.parent, module.isPreloading, this === module.exports);
console.log(require.main === module, __filename, __dirname, process.mainModule === module, arguments.length);
console.log(Object.keys(require.cache), Object.keys(require.extensions), require.resolve.paths("x"));
console.log(require("node:module").globalPaths, Object.keys(require("node:module")._pathCache));
console.log(require("node:module")._cache === require.cache, Object.keys(require("node:module")));
`,
    },
  },
  {
    name: "require: files, folders, JSON, cycles, the cache",
    files: {
      "main.js": js`const a = require("./lib/a");
const data = require("./data.json");
console.log(a, data, require("./lib"), require("./lib/index.js") === require("./lib"), require("./data"));
console.log(Object.keys(require.cache), module.children.map(({ id, loaded }) => [id, loaded]));
delete require.cache[require.resolve("./data.json")];
console.log(require("./data.json") === data, require.resolve("./lib"), require("node:fs") === require("fs"));
require("./lib/c.mjs");
`,
      "lib/index.js":
        "exports.where = [__filename, __dirname, module.id, module.parent.filename, require.main.filename];\n",
      "lib/a.js": 'exports.early = 1;\nexports.b = require("./b");\nexports.late = 2;\n',
      "lib/b.js": 'exports.sawOfA = { ...require("./a") };\n',
      "lib/c.mjs": "export default 1;\n",
      "data.json": '{ "text": "ünï", "list": [1, 2] }\n',
    },
    exit: 1,
  },
  {
    name: "node_modules, exports and imports of packages",
    files: {
      "main.js": js`console.log(require("tool"), require("tool/extra"), require("#inner"), require("own/main").own);
(async () => {
  console.log((await import("tool")).default, (await import("tool/extra")).default);
  require("tool/hidden");
})();
`,
      "package.json":
        '{ "name": "own", "imports": { "#inner": "./inner.js" }, "exports": { "./main": "./inner.js" }, "x": 1 }\n',
      "inner.js": "exports.own = __filename;\n",
      "node_modules/tool/package.json":
        '{ "name": "tool", "exports": { ".": { "import": "./m.mjs", "require": "./c.js" }, "./extra": "./e.cjs" } }\n',
      "node_modules/tool/m.mjs": "export default 'as a module';\n",
      "node_modules/tool/c.js": "module.exports = 'as a script';\n",
      "node_modules/tool/e.cjs": "module.exports = require('node:path').basename(__filename);\n",
    },
    exit: 1,
  },
  {
    name: "ES modules: import.meta, names, defaults, JSON",
    files: {
      "main.mjs": js`import fs, { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as shapes from "./shapes/index.mjs";
import area, { volume as v } from "./shapes/index.mjs";
import old, { named } from "./old.cjs";

console.log(import.meta.url, Object.keys(import.meta), fs.readFileSync === readFileSync, this);
console.log(shapes, area(2), v, old, named, typeof require, typeof module, typeof __filename);
console.log(createRequire(import.meta.url)("./data.json"), process.argv, await import("./old.cjs"));
const late = await import("./shapes/index.mjs?again");
console.log(late === shapes, late.where, import.meta.resolve, process.mainModule);
for await (const part of (async function* () { yield 1; yield 2; })()) console.log(part);
`,
      "shapes/index.mjs":
        "export default (r) => r * r;\nexport const volume = 3;\nexport const where = import.meta.url;\nexport * from './more.mjs';\n",
      "shapes/more.mjs": "export let count = 1;\nexport function more() {}\n",
      "old.cjs": "exports.named = 'found by its name';\nexports.self = module.id;\n",
      "data.json": "[1]\n",
    },
  },
  {
    name: "ES modules load in order, with a cycle that fails",
    files: {
      "main.mjs":
        "console.log('main');\nimport { b } from './b.mjs';\nimport './a.mjs';\nconsole.log(b());\nimport './c.cjs';\n",
      "a.mjs": "console.log('a');\nimport { b } from './b.mjs';\nexport const a = 'a' + b.name;\n",
      "b.mjs": "import { a } from './a.mjs';\nconsole.log('b');\nexport const b = () => a + 'b';\n",
      "c.cjs": "console.log('c', require.main, module.parent, module.children, Object.keys(require.cache));\n",
    },
    exit: 1,
  },
  {
    name: "a package.json of the learner's that says module",
    files: {
      "main.js": js`import { helper } from "./helper.js";
import old from "./old.cjs";
console.log(import.meta.url, helper(), old, await Promise.resolve("top-level await"));
console.log(new Error("here").stack);
export {};
require("./helper.js");
`,
      "helper.js": "export const helper = () => import.meta.url;\n",
      "old.cjs": "module.exports = __filename;\n",
      "package.json": '{ "type": "module", "name": "mine" }\n',
    },
    exit: 1,
  },
  {
    name: "an entry written as a module, without a package.json",
    files: {
      "main.js":
        'import { readdirSync } from "node:fs";\nimport { x } from "./x.js";\n\nconsole.log(readdirSync("."), x);\nawait null;\nundefined.x;\n',
      "x.js": "export const x = import.meta.url;\n",
    },
    referenceFiles: { "package.json": '{"type":"module"}\n' },
    exit: 1,
  },
  {
    name: "a .cjs entry",
    files: { "main.cjs": "console.log(process.argv, require.main === module, module.id, __filename);\nnull.x;\n" },
    exit: 1,
  },
  {
    name: "an entry with another name, in a folder",
    files: {
      "src/my äpp.js": js`console.log(process.argv, __filename, process.cwd(), module.paths, require("./helper"), require.main.filename);
console.log(require("node:fs").readdirSync("."), require("node:fs").readFileSync(0, "utf8"), process.title);
throw new Error("from another entry");
`,
      "src/helper.js": "module.exports = [__filename, module.parent.id];\n",
      "main.js": "console.log('not me');\n",
    },
    stdin: "left for the program",
    exit: 1,
  },
  {
    name: "the working folder and its files",
    files: {
      "main.js": js`const fs = require("node:fs");
console.log(process.cwd(), fs.readdirSync("."), fs.readdirSync(".."), fs.readFileSync("data/numbers.txt", "utf8"));
for (const path of [".", "main.js", "data", "data/numbers.txt"]) {
  const { mode, uid, gid, nlink } = fs.lstatSync(path);
  console.log(path, mode.toString(8), uid, gid, nlink);
}
fs.writeFileSync("out.txt", "x");
console.log(fs.statSync("out.txt").mode.toString(8), process.umask().toString(8), require("node:os").homedir());
process.chdir("data");
console.log(process.cwd(), fs.readdirSync("."), fs.existsSync("numbers.txt"), require("path").resolve("x"));
fs.writeFileSync("/usr/x", "");
`,
      "data/numbers.txt": "1\r\n2\n",
      "data/it's a naïve 😀 {name}.txt": "",
    },
    exit: 1,
  },
  {
    name: "vm, eval and dynamic import from a script",
    files: {
      "main.js": js`const vm = require("node:vm");
console.log(vm.runInNewContext("Object.keys(globalThis).concat(typeof console)"), eval("typeof require"));
console.log(vm.runInThisContext("typeof require + typeof module"), new Function("return typeof __filename")());
import("./m.mjs").then(({ default: value }) => {
  console.log(value);
  vm.runInThisContext("\n\n  missing", { filename: "virtual.js" });
});
`,
      "m.mjs": "export default import.meta.url;\n",
    },
    exit: 1,
  },
];
