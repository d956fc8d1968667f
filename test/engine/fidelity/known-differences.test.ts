import { afterAll, beforeAll, expect } from "vitest";
import { engineTest, openReadyCore, type TestCore } from "../test-core.ts";
import { runBoth } from "./warm.ts";

/** Where a warm sandbox is known to differ from a plain interpreter, and from what exactly. */
interface KnownDifference {
  name: string;
  language: string;
  files: Record<string, string>;
  /** What each side prints, as JSON. */
  reference: unknown;
  warm: unknown;
}

const pythonEnvironment = `import json
block = open("/proc/self/environ").read().split("\\0")
print(json.dumps(sorted(name for name in (item.split("=")[0] for item in block) if "SANDPIT" in name)))
`;

const nodeEnvironment = `const block = require("node:fs").readFileSync("/proc/self/environ", "utf8").split("\\0");
const names = block.map((item) => item.split("=")[0]);
console.log(JSON.stringify(names.filter((name) => /SANDPIT|NODE/.test(name)).sort()));
`;

const differences: KnownDifference[] = [
  {
    // The kernel shows the block that the process was started with, whatever has been unset since.
    name: "Python's /proc/self/environ names the receiver",
    language: "python",
    files: { "main.py": pythonEnvironment },
    reference: [],
    warm: ["SANDPIT_RECEIVER"],
  },
  {
    // It is run by an interpreter that was started anew.
    name: "Python's /proc/self/environ does not, for an entry with another name",
    language: "python",
    files: { "app.py": pythonEnvironment },
    reference: [],
    warm: [],
  },
  {
    name: "Node's /proc/self/environ names the receiver",
    language: "javascript",
    files: { "main.js": nodeEnvironment },
    reference: [],
    warm: ["NODE_OPTIONS", "SANDPIT_RECEIVER"],
  },
  {
    // performance.now() and process.uptime() therefore count the time for which the sandbox waited.
    name: "Node's time origin lies before the program's arrival",
    language: "javascript",
    files: {
      "main.js":
        'console.log(JSON.stringify(performance.timeOrigin < require("node:fs").statSync(__filename).mtimeMs));\n',
    },
    reference: false,
    warm: true,
  },
  {
    name: "Node has loaded built-in modules beforehand",
    language: "javascript",
    files: { "main.js": 'console.log(JSON.stringify(process.moduleLoadList.includes("NativeModule tty")));\n' },
    reference: false,
    warm: true,
  },
];

let sandpit: TestCore;

beforeAll(async () => {
  sandpit = await openReadyCore({ poolSize: 1 });
});

afterAll(async () => {
  await sandpit?.close();
});

engineTest.each(differences)("known difference: $name", async ({ name, language, files, reference, warm }) => {
  const both = await runBoth(sandpit, language, { name, files });
  expect({ reference: JSON.parse(both.reference.stdout), warm: JSON.parse(both.warm.stdout) }).toEqual({
    reference,
    warm,
  });
});
