// Receives the learner's program in a Node.js that has already started.
//
// The container runs `node /tmp/run/main.js` before that file exists, with this file preloaded. It announces that it is
// ready, blocks until the program arrives on descriptor 0, writes the files, and returns. Node.js then resolves and runs
// the main module by itself, so nothing about the run is emulated.
//
// Wire form (version 1): one line of JSON, {"entry": path, "files": [{"path": path, "size": bytes}, ...],
// "sourceMaps": boolean}, then the files' bytes in that order, then the program's own standard input, of which this file
// reads nothing.
"use strict";

const Module = require("node:module");

const VERSION = 1;
const ROOT = "/tmp/run";
const WAITING_FOR = "main.js";

// Only the first interpreter waits: the program's children and workers inherit neither variable. Workers do inherit the
// option that NODE_OPTIONS was read into, so they load this file, too.
if (process.env.SANDPIT_RECEIVER !== undefined) {
  delete process.env.SANDPIT_RECEIVER;
  delete process.env.NODE_OPTIONS;
  const fs = require("node:fs");
  warmUp(fs);
  receive(fs, require("node:path"));
}
leaveNoTrace();

// Does once, on something of no account, what the program is about to need: built-in modules are loaded, and functions
// compiled, at their first use. Halves the time to a program's first output; leaves nothing behind. `process.stdout` and
// `process.stderr` are not touched: that would make their descriptors non-blocking for programs which never use them. So
// node:console is not required and colours are not looked into, which would touch them. The stream never says that it is
// done: that would schedule a tick, in which the program's first microtasks would then run, and show in its stack traces.
function warmUp(fs) {
  require("node:net");
  require("node:tty");
  const { Writable } = require("node:stream");
  const stdout = new Writable({ write() {} });
  new console.Console({ stdout, colorMode: false }).log("%s", "", { a: [1, ""] });

  const folder = `${ROOT}-warm-up`;
  const file = `${folder}/main.js`;
  const cwd = process.cwd();
  fs.mkdirSync(folder, { recursive: true });
  process.chdir(folder);
  fs.writeFileSync(file, Buffer.from("module.exports = 1;"), { flag: "wx" });
  fs.realpathSync(file);
  require(file);
  forget(file);
  fs.unlinkSync(file);
  process.chdir(cwd);
  fs.rmdirSync(folder);
}

function receive(fs, path) {
  const readExactly = (size) => {
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size; ) {
      const count = fs.readSync(0, bytes, at, size - at, null);
      if (count === 0) process.reallyExit(0); // the host is gone: nothing to run
      at += count;
    }
    return bytes;
  };
  const readLine = () => {
    // Byte by byte: what follows the program belongs to the program.
    const line = [];
    for (let byte = readExactly(1)[0]; byte !== 10; byte = readExactly(1)[0]) line.push(byte);
    return Buffer.from(line).toString("utf8");
  };

  fs.writeSync(1, `\0sandpit-receiver ${VERSION}\n`);
  const header = JSON.parse(readLine());
  fs.mkdirSync(ROOT);
  process.chdir(ROOT);
  for (const file of header.files) {
    fs.mkdirSync(path.dirname(file.path), { recursive: true });
    fs.writeFileSync(file.path, readExactly(file.size), { flag: "wx" });
  }
  if (header.sourceMaps) process.setSourceMapsEnabled(true);
  if (header.entry !== WAITING_FOR) redirect(`${ROOT}/${header.entry}`);
}

// Has Node.js run another file than the one that it was started with. It has already read process.argv, but it calls
// `Module.runMain` through the property, which is replaced for the next look at it: no frame is added to stack traces.
// Requiring node:module would be such a look, too.
function redirect(entry) {
  const original = Object.getOwnPropertyDescriptor(Module, "runMain");
  process.argv[1] = entry;
  Object.defineProperty(Module, "runMain", {
    configurable: true,
    enumerable: true,
    get() {
      Object.defineProperty(Module, "runMain", original);
      return original.value.bind(Module, entry);
    },
  });
}

// Takes a file out of what `require` remembers.
function forget(file) {
  delete Module._cache[file];
  for (const key of Object.keys(Module._pathCache)) if (Module._pathCache[key] === file) delete Module._pathCache[key];
}

function leaveNoTrace() {
  forget(__filename);
  Object.defineProperty(process, "_preload_modules", { value: [] });
}
