import { describe, expect, it } from "vitest";
import { toDisplayPath } from "../../../electron/app/files/display-path.ts";

describe("display path", () => {
  it.each([
    ["/home/ada/a.py", "/home/ada", "~/a.py"],
    ["/home/ada/a.py", "/home/ada/", "~/a.py"],
    ["/home/adam/a.py", "/home/ada", "/home/adam/a.py"],
    ["/srv/a.py", "/home/ada", "/srv/a.py"],
    ["C:\\Users\\Ada\\a.py", "C:\\Users\\Ada", "~\\a.py"],
    ["/a.py", "/", "/a.py"],
    ["/a.py", "", "/a.py"],
  ])("of %s with the home %s is %s", (path, home, expected) => {
    expect(toDisplayPath(path, home)).toBe(expected);
  });
});
