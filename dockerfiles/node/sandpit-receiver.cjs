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

const VERSION = 1;
const ROOT = "/tmp/run";

if (process.env.SANDPIT_RECEIVER !== undefined) {
  // Only the first interpreter waits: the program's children and workers inherit neither variable.
  delete process.env.SANDPIT_RECEIVER;
  delete process.env.NODE_OPTIONS;
  const fs = require("node:fs");
  warmUp(fs);
  receive(fs, require("node:path"));
  delete require.cache[__filename];
}

// Does once, on something of no account, what the program is about to need: built-in modules are loaded, and functions
// compiled, at their first use. Halves the time to a program's first output; leaves nothing behind. `process.stdout`
// itself is not touched: that would make descriptor 1 non-blocking for programs which never use it.
function warmUp(fs) {
  require("node:net");
  require("node:tty");
  const { Writable } = require("node:stream");
  const { Console } = require("node:console");
  new Console(new Writable({ write: (_chunk, _encoding, done) => done() })).log("%s", "", { a: [1, ""] });

  const folder = `${ROOT}-warm-up`;
  const file = `${folder}/main.js`;
  const cwd = process.cwd();
  fs.mkdirSync(folder, { recursive: true });
  process.chdir(folder);
  fs.writeFileSync(file, Buffer.from("module.exports = 1;"), { flag: "wx" });
  fs.realpathSync(file);
  require(file);
  delete require.cache[file];
  const { _pathCache } = require("node:module");
  for (const key of Object.keys(_pathCache)) if (key.includes(file)) delete _pathCache[key];
  module.children.length = 0;
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
  process.argv[1] = `${ROOT}/${header.entry}`;
}
