import { describe, expect, it } from "vitest";
import { findLocation } from "../../../renderer/program-error/program-location.ts";

const FILES = ["main.js", "my prog.js", "prog.js", "program (1).js", "it's.js", "100%.js", "50%20.js", "größe.mjs"];

/** The file and the line, and the text that names them. */
function find(text: string, files: readonly string[] = FILES) {
  const link = findLocation(text, files);
  return link && [`${link.file}:${link.line}:${link.column}`, text.slice(link.start, link.end)];
}

describe("findLocation", () => {
  it.each([
    ["    at f (/tmp/run/main.js:2:8)", "main.js:2:8", "/tmp/run/main.js:2:8"],
    ["/tmp/run/main.js:2", "main.js:2:null", "/tmp/run/main.js:2"],
    ["main.js:2:8 Expected ';'", "main.js:2:8", "main.js:2:8"],
    ["    at f (/tmp/run/my prog.js:2:8)", "my prog.js:2:8", "/tmp/run/my prog.js:2:8"],
    ["    at f (/tmp/run/program (1).js:2:8)", "program (1).js:2:8", "/tmp/run/program (1).js:2:8"],
    ["/tmp/run/it's.js:2", "it's.js:2:null", "/tmp/run/it's.js:2"],
    ["/tmp/run/100%.js:2", "100%.js:2:null", "/tmp/run/100%.js:2"],
    ["/tmp/run/50%20.js:2", "50%20.js:2:null", "/tmp/run/50%20.js:2"],
    ["    at file:///tmp/run/my%20prog.js:4:1", "my prog.js:4:1", "file:///tmp/run/my%20prog.js:4:1"],
    ["file:///tmp/run/gr%C3%B6%C3%9Fe.mjs:4", "größe.mjs:4:null", "file:///tmp/run/gr%C3%B6%C3%9Fe.mjs:4"],
    ["at f (C:\\Users\\Ada\\Temp\\main.js:2:8)", "main.js:2:8", "C:\\Users\\Ada\\Temp\\main.js:2:8"],
    ["at file:///C:/Users/Ada/main.js:2:8", "main.js:2:8", "file:///C:/Users/Ada/main.js:2:8"],
    ["at f (/opt/x.js:1:1), g (/tmp/run/main.js:2:8)", "main.js:2:8", "/tmp/run/main.js:2:8"],
  ])("finds the place in %j", (text, place, part) => {
    expect(find(text)).toEqual([place, part]);
  });

  it.each([
    ['  File "/tmp/run/my prog.py", line 3, in f', "my prog.py:3:null", 'File "/tmp/run/my prog.py", line 3'],
    ["main.rb:3:in `half': no (RuntimeError)", "main.rb:3:null", "main.rb:3"],
    ["\t/tmp/run/main.go:4 +0x2c", "main.go:4:null", "/tmp/run/main.go:4"],
    ["at f (/tmp/run/main.mjs:2:8)", "main.mts:2:8", "/tmp/run/main.mjs:2:8"],
    ["at f (/tmp/run/lib/deep.js:2:8)", "lib/deep.js:2:8", "/tmp/run/lib/deep.js:2:8"],
    ["at f (D:\\run\\lib\\deep.js:2:8)", "lib/deep.js:2:8", "D:\\run\\lib\\deep.js:2:8"],
  ])("finds it in a program of any language: %j", (text, place, part) => {
    expect(find(text, ["my prog.py", "main.rb", "main.go", "main.mts", "deep.js", "lib/deep.js"])).toEqual([
      place,
      part,
    ]);
  });

  it.each([
    "main.js",
    "main.js: 3",
    "domain.js:3",
    "my-main.js:3",
    "at node:internal/main.js:3:4",
    "at f (/tmp/run/node_modules/x/main.js:3:4)",
    "at file:///tmp/run/node_modules/x/main.js:3:4",
    'File "/x/site-packages/main.js", line 3',
    'File "/tmp/run/other.py", line 3',
    "12:30:45",
    "",
  ])("finds none in %j", (text) => {
    expect(find(text)).toBeNull();
  });

  it.each([
    ["letters", `    at ${"a".repeat(1_000_000)}`],
    ["numbers", "a:1".repeat(300_000)],
    ["addresses", "file://a".repeat(100_000)],
    ["places in libraries", "/node_modules/main.js:1".repeat(2_000)],
    ["frames", 'File "'.repeat(150_000)],
  ])("comes to an end with many %s", (_, text) => {
    expect(findLocation(text, FILES)).toBeNull();
  });
});
