import { afterAll, beforeAll, expect } from "vitest";
import { engineTest, openReadyCore, type TestCore } from "../test-core.ts";

const ts = String.raw;

/** There is no plain TypeScript interpreter to compare with, so what a program must print is written down. */
interface TypeScriptProgram {
  name: string;
  files: Record<string, string>;
  stdin?: string;
  exit?: number;
  stdout?: string;
  /** What standard error must hold, in this order. */
  stderr?: string[];
}

const programs: TypeScriptProgram[] = [
  {
    name: "types alone: an uncaught error keeps line, column and source line",
    files: {
      "main.ts": ts`interface Pet { name: string }
type Named = Pick<Pet, "name">;

function greet(pet: Named | null): string {
  const title: string = "Dr. "; return title + pet!.name.toUpperCase();
}

console.log(greet({ name: "Rex" } satisfies Pet));
console.log(greet(null as unknown as Pet));
`,
    },
    exit: 1,
    stdout: "Dr. REX\n",
    stderr: [
      // The line itself is shown with its types blanked out.
      "/tmp/run/main.ts:5\n  const title",
      "TypeError: Cannot read properties of null (reading 'name')",
      "    at greet (/tmp/run/main.ts:5:53)",
      "    at Object.<anonymous> (/tmp/run/main.ts:9:13)",
    ],
  },
  {
    name: "an enum, a namespace and parameter properties: rewritten, and yet the learner's lines and columns",
    files: {
      "main.ts": ts`enum Colour { Red = 1, Green, Blue = "blue" as any }
const enum Size { Small = 10 }
namespace Shapes {
  export const sides = 4;
  export function fail(): never { throw new RangeError("in a namespace"); }
}
class Point {
  constructor(private x: number, readonly y = 2) {}
  sum(): number { return this.x + this.y; }
}
console.log(Colour.Green, Colour[1], Size.Small, Shapes.sides, new Point(1).sum());
    Shapes.fail();
`,
    },
    exit: 1,
    stdout: "2 Red 10 4 3\n",
    stderr: ["/tmp/run/main.ts:5", "RangeError: in a namespace", "(/tmp/run/main.ts:5:41)", "(/tmp/run/main.ts:12:12)"],
  },
  {
    name: "several files: ./x, ./x.ts, ./x.js, a folder, types",
    files: {
      "main.ts": ts`import { area } from "./area";
import { perimeter } from "./lib/perimeter.ts";
import { double } from "./lib/double.js";
import { all } from "./folder";
import type { Shape } from "./shape";
import { type Shape as Other, unit } from "./shape";
import data from "./plain.js";

const square: Shape = { side: 3 };
const other: Other = square;
console.log(area(square), perimeter(other), double(2), all, unit, data);
`,
      "area.ts":
        'import type { Shape } from "./shape.ts";\nexport const area = ({ side }: Shape): number => side ** 2;\n',
      "lib/perimeter.ts": 'import { Shape } from "../shape";\nexport const perimeter = (s: Shape) => s.side * 4;\n',
      "lib/double.ts": "export function double(n: number) { return n * 2; }\n",
      "folder/index.ts": 'export const all: string[] = ["in a folder"];\n',
      "shape.ts": "export interface Shape { side: number }\nexport const unit: Shape = { side: 1 };\n",
      "plain.js": "export default 'plain';\n",
    },
    stdout: "9 12 4 [ 'in a folder' ] { side: 1 } plain\n",
  },
  {
    name: "an error in an imported file names that file",
    files: {
      "main.ts": 'import { check } from "./lib/check";\n\ncheck("x");\n',
      "lib/check.ts":
        "export function check(value: unknown): asserts value is number {\n  if (typeof value !== 'number')\n    throw new TypeError(`not a number: ${value}`);\n}\n",
    },
    exit: 1,
    stderr: ["not a number: x", "/tmp/run/lib/check.ts:3:11)", "/tmp/run/main.ts:3:1"],
  },
  {
    name: "an error in an imported file with an enum, called from one without",
    files: {
      "main.ts": 'import { fail } from "./kinds";\n\nconst run = (): void => fail();\nrun();\n',
      "kinds.ts": "export enum Kind { A, B }\n\nexport function fail(): never {\n  throw new Error(Kind[Kind.B]);\n}\n",
    },
    exit: 1,
    stderr: ["Error: B", "/tmp/run/kinds.ts:4:9)", "/tmp/run/main.ts:3:25)", "/tmp/run/main.ts:4:1"],
  },
  {
    name: "error.stack, as the program reads it, and a rejected promise",
    files: {
      "main.ts": ts`enum Mode { On }
async function load(mode: Mode): Promise<void> {
  console.log(new Error("here").stack?.split("\n")[1]?.trim());
  throw new Error("mode " + Mode[mode]);
}
void load(Mode.On);
`,
    },
    exit: 1,
    stdout: "at load (/tmp/run/main.ts:3:15)\n",
    stderr: ["Error: mode On", "at load (/tmp/run/main.ts:4:9)", "(/tmp/run/main.ts:6:6)"],
  },
  {
    name: "top-level await, input and generics",
    files: {
      "main.ts": ts`import { readFileSync } from "node:fs";

const identity = <T,>(value: T): T => value;
const lines: readonly string[] = readFileSync(0, "utf8").split("\n");
const later = await Promise.resolve<number>(lines.length);
console.log(identity(later), lines as string[], <number>later!, import.meta.url);
abstract class Base<T extends object> { abstract make(): T; declare note?: string; static #count = 0; }
console.log(Object.keys(new (class extends Base<Date> { override make() { return new Date(0); } })()));
`,
    },
    stdin: "a\nb",
    stdout: "2 [ 'a', 'b' ] 2 file:///tmp/run/main.js\n[]\n",
  },
  {
    name: "an entry with another name, in a folder, and .mts and .cts",
    files: {
      "src/app.mts": ts`import { old } from "../old.cts";
import { x } from "./x.mts";

enum E { A = 3 }
console.log(old, x, E.A);
throw new Error("from app");
`,
      "src/x.mts": "export const x: number = 1;\n",
      "old.cts": "exports.old = 'old' as string;\n",
    },
    exit: 1,
    stdout: "old 1 3\n",
    stderr: ["Error: from app", "/tmp/run/src/app.mts:6:7"],
  },
  {
    name: "a syntax error names line and column",
    files: { "main.ts": 'console.log("never");\nconst x: number = ;\n' },
    exit: 1,
    stdout: "",
    stderr: ["main.ts:2:19", "SyntaxError"],
  },
  {
    name: "type errors are no errors: the program runs",
    files: { "main.ts": 'const x: number = "text" as never;\nlet y: string = 3 as any;\nconsole.log(x, y);\n' },
    stdout: "text 3\n",
  },
];

let sandpit: TestCore;

beforeAll(async () => {
  sandpit = await openReadyCore({ poolSize: 1 });
});

afterAll(async () => {
  await sandpit?.close();
});

engineTest.each(programs)("TypeScript: $name", async ({ files, stdin = "", exit = 0, stdout, stderr = [] }) => {
  const result = await sandpit.run({ files, stdin, language: "typescript" });
  let rest = result.stderr;
  for (const part of stderr) {
    expect(rest).toContain(part);
    rest = rest.slice(rest.indexOf(part) + part.length);
  }
  if (stderr.length === 0) expect(result.stderr).toBe("");
  if (stdout !== undefined) expect(result.stdout).toBe(stdout);
  expect(result).toMatchObject({ exitCode: exit, outcome: exit === 0 ? "completed" : "failed" });
});
