import { describe, expect, test } from "vitest";
import { toJavaScript } from "../../../../electron/core/run/typescript.ts";

const convert = (files: Record<string, string>, entry = Object.keys(files)[0] ?? "") => {
  const list = Object.entries(files).map(([path, content]) => ({ path, content }));
  const conversion = toJavaScript(list, entry, "/tmp/run");
  if (!conversion.ok) throw new Error(conversion.stderr);
  return { ...conversion, contents: Object.fromEntries(conversion.files.map(({ path, content }) => [path, content])) };
};

describe("TypeScript", () => {
  test("loses its types, and every line and column stays where it was", () => {
    const source = "interface A { n: number }\nconst a: A = { n: 1 } as const;\nconsole.log(a!.n satisfies number);\n";
    const { contents, entry, sourceMaps } = convert({ "main.ts": source });
    const lines = contents["main.js"]?.split("\n") ?? [];
    expect({ entry, sourceMaps }).toEqual({ entry: "main.js", sourceMaps: false });
    expect(lines[0]?.trim()).toBe("");
    expect(lines[2]?.indexOf("console")).toBe(0);
    expect(lines[2]).toContain("a .n");
    expect(contents["main.js"]).toContain("//# sourceURL=/tmp/run/main.ts");
  });

  test.each([
    ["an enum", "enum A { B }\nconsole.log(A.B);"],
    ["a namespace", "namespace N { export const x = 1; }\nconsole.log(N.x);"],
    ["a parameter property", "class P { constructor(public x: number) {} }\nnew P(1);"],
    ["an imported type", "import { Shape } from './shape';\nlet s: Shape | null = null;\nconsole.log(s);"],
  ])("with %s is rewritten with a source map that names the original", (_, source) => {
    const { contents, sourceMaps } = convert({ "main.ts": source, "shape.ts": "export interface Shape { n: 1 }" });
    expect(sourceMaps).toBe(true);
    const map = /sourceMappingURL=data:application\/json;base64,(.*)/.exec(contents["main.js"] ?? "")?.[1] ?? "";
    expect(JSON.parse(Buffer.from(map, "base64").toString())).toMatchObject({
      sources: ["main.ts"],
      sourcesContent: [source],
    });
    expect(contents["main.js"]).not.toMatch(/import .*Shape/);
  });

  test.each([
    ["./shape", "./shape.js"],
    ["./shape.ts", "./shape.js"],
    ["./shape.js", "./shape.js"],
    ["./lib", "./lib/index.js"],
    ["./deep.mts", "./deep.mjs"],
    ["node:fs", "node:fs"],
    ["./missing", "./missing"],
  ])("imports %s as %s", (specifier, expected) => {
    const files = {
      "main.ts": `import * as x from '${specifier}';\nconsole.log(x);`,
      "shape.ts": "",
      "lib/index.ts": "",
      "deep.mts": "",
    };
    expect(convert(files).contents["main.js"]).toMatch(new RegExp(`from ["']${expected.replaceAll(".", "\\.")}["']`));
  });

  test("redirects require, dynamic imports and re-exports too", () => {
    const { contents } = convert({
      "main.cts": "const x = require('./a.ts'); console.log(x, import('./a'))",
      "a.ts": "export * from './b.ts';",
      "b.ts": "",
    });
    expect(contents["main.cjs"]).toContain('require("./a.js")');
    expect(contents["main.cjs"]).toContain('import("./a.js")');
    expect(contents["a.js"]).toContain('from "./b.js"');
  });

  test("that does not parse is reported with file, line and column", () => {
    const conversion = toJavaScript([{ path: "main.ts", content: "let a = 1;\nlet b: = 2;" }], "main.ts", "/tmp/run");
    expect(conversion).toMatchObject({
      ok: false,
      stderr: expect.stringMatching(/^main\.ts:2:8\n[\s\S]*SyntaxError: /),
    });
  });

  test("and JavaScript of the same name are refused", () => {
    expect(() => convert({ "main.ts": "", "main.js": "" })).toThrow(/are the same module/);
  });
});
