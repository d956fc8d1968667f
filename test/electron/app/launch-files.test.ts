import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { toLaunchFiles, toNextLaunch, toSentFiles } from "../../../electron/app/launch-files.ts";

const cwd = resolve("/work");

describe("files that the application was started with", () => {
  it.each([
    [["sandpit"], true, []],
    [["sandpit", "a.py", "--flag", "b.js"], true, [join(cwd, "a.py"), join(cwd, "b.js")]],
    [["sandpit", resolve("/abs/a.py")], true, [resolve("/abs/a.py")]],
    [["electron", "."], false, []],
    [["electron", "--inspect=0", "--no-sandbox", "/app", "a.py"], false, [join(cwd, "a.py")]],
    [["sandpit", ""], true, []],
  ])("%j, packaged: %s", (argv, isPackaged, expected) => {
    expect(toLaunchFiles(argv, { isPackaged, cwd })).toEqual(expected);
  });
});

it.each([
  [["sandpit", "--no-sandbox", "old.py"], true, ["--no-sandbox", "/new.py"]],
  [["electron", "--inspect=0", "/app", "old.py"], false, ["--inspect=0", "/app", "/new.py"]],
])("the next start of %j, packaged: %s, has its switches and other files", (argv, isPackaged, expected) => {
  expect(toNextLaunch(argv, ["/new.py"], isPackaged)).toEqual(expected);
});

describe("files that a second instance sent", () => {
  it.each([
    [{ files: ["/a.py"] }, ["/a.py"]],
    [{ files: ["/a.py", 7, null] }, ["/a.py"]],
    [{ files: "/a.py" }, []],
    [{}, []],
    [null, []],
    ["/a.py", []],
  ])("%j", (data, expected) => {
    expect(toSentFiles(data)).toEqual(expected);
  });
});
