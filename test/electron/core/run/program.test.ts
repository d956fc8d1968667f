import { describe, expect, test } from "vitest";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import { toModuleKind } from "../../../../electron/core/run/module-kind.ts";
import { checkFiles, chooseEntry, prepareProgram } from "../../../../electron/core/run/program.ts";
import { encodeProgram } from "../../../../electron/core/run/wire.ts";

const language = (id: string) => LANGUAGES.find((candidate) => candidate.id === id) as Language;
const file = (path: string, content = "") => ({ path, content });

describe("the kind of a JavaScript file", () => {
  test.each([
    ["console.log(1)", "commonjs"],
    ["const fs = require('fs'); return;", "commonjs"],
    ["// import x from 'y'\nconst s = `import x from 'y'`;", "commonjs"],
    ["import('./x.js').then(console.log)", "commonjs"],
    ["with (Math) { floor(1) }", "commonjs"],
    ["#!/usr/bin/env node\nmodule.exports = 1", "commonjs"],
    ["import fs from 'node:fs';", "module"],
    ["export const a = 1;", "module"],
    ["console.log(import.meta.url)", "module"],
    ["const x = await fetch('y');", "module"],
    ["for await (const x of []) {}", "module"],
    ["import a from 'b';\nfunction (", "module"],
    ["function (", "commonjs"],
    ["", "commonjs"],
  ])("%j is %s", (source, kind) => {
    expect(toModuleKind(source)).toBe(kind);
  });
});

describe("the file to run", () => {
  test.each([
    [["x.py"], undefined, "x.py"],
    [["b.py", "main.py"], undefined, "main.py"],
    [["data.txt", "b.py", "a.py"], undefined, "b.py"],
    [["b.py", "main.py"], "b.py", "b.py"],
    [["notes.txt"], undefined, "notes.txt"],
  ])("of %j with %j named is %s", (paths, entry, expected) => {
    expect(chooseEntry(language("python"), { files: paths.map((path) => file(path)), entry })).toBe(expected);
  });

  test("must be among the files", () => {
    expect(() => chooseEntry(language("python"), { files: [file("a.py")], entry: "b.py" })).toThrow(
      /b\.py, is not among/,
    );
    expect(() => chooseEntry(language("python"), { files: [file("a.txt"), file("b.txt")], entry: undefined })).toThrow(
      /Name the one to run/,
    );
  });
});

describe("the files of a program", () => {
  test("must not clash, on any system", () => {
    expect(() => checkFiles([file("a.py"), file("A.py")], DEFAULT_LIMITS)).toThrow(/named A\.py/);
    expect(() => checkFiles([file("a"), file("a/b.py")], DEFAULT_LIMITS)).toThrow(/a file and a folder/);
    expect(() => checkFiles([file("a/b.py"), file("a/c.py")], DEFAULT_LIMITS)).not.toThrow();
  });

  test("are counted in bytes, not characters", () => {
    expect(() => checkFiles([file("a.py", "é".repeat(25_600))], DEFAULT_LIMITS)).not.toThrow();
    expect(() => checkFiles([file("a.py", "é".repeat(25_600)), file("b.py", "x")], DEFAULT_LIMITS)).toThrow(
      /51,201 bytes/,
    );
  });
});

describe("a prepared program", () => {
  const paths = (id: string, entry: string, files: ReturnType<typeof file>[]) => {
    const preparation = prepareProgram(language(id), files, entry, "/tmp/run");
    return preparation.ok ? preparation.program.files.map(({ path }) => path) : preparation.stderr;
  };

  test("gets a package.json only where Node.js would not know that it is a module", () => {
    expect(paths("javascript", "main.js", [file("main.js", "export {}")])).toEqual(["main.js", "package.json"]);
    expect(paths("javascript", "main.mjs", [file("main.mjs", "export {}")])).toEqual(["main.mjs"]);
    expect(paths("javascript", "main.js", [file("main.js", "export {}"), file("package.json", "{}")])).toEqual([
      "main.js",
      "package.json",
    ]);
    expect(paths("javascript", "main.js", [file("main.js", "1")])).toEqual(["main.js"]);
    expect(paths("python", "main.py", [file("main.py", "import os")])).toEqual(["main.py"]);
  });

  test("is sent as one line of JSON and the files' bytes", () => {
    const encoded = encodeProgram({
      language: language("python"),
      entry: "a.py",
      files: [file("a.py", "ä\n"), file("b.txt", "")],
      sourceMaps: false,
    });
    expect(encoded.toString()).toBe(
      '{"entry":"a.py","files":[{"path":"a.py","size":3},{"path":"b.txt","size":0}]}\nä\n',
    );
  });

  test("is told a second time, and last, to a receiver that reads no JSON", () => {
    const files = [file("lib/ü b.c", "ä\n"), file("b.h", "12"), file("main.c", "")];
    const shell: Language = { ...language("python"), receiver: "shell", extensions: [".c"] };
    const encoded = encodeProgram({ language: shell, entry: "main.c", files, sourceMaps: false }).toString();
    expect(encoded.split("\n")[0]).toMatch(/,"plain":"main.c\|\+3:lib\/ü b.c\|2:b.h\|\+0:main.c"}$/);
  });
});
