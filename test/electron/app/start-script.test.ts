import { describe, expect, it } from "vitest";
import { toProblem } from "../../../scripts/electron-binary.ts";
import { displayProblem, toArguments } from "../../../scripts/launch.ts";

describe("npm start", () => {
  it.each([
    ["Error: getaddrinfo ENOTFOUND github.com\n    at x", "getaddrinfo ENOTFOUND github.com"],
    ["RequestError: connect ECONNREFUSED 127.0.0.1:443\n", "connect ECONNREFUSED 127.0.0.1:443"],
    ["TypeError: fetch failed\n    at x", "its server could not be reached"],
    ["HTTPError: Response code 404 (Not Found)\n", "Response code 404 (Not Found)"],
    ["", "its server could not be reached"],
  ])("says in one line why Electron cannot be had: %j", (printed, reason) => {
    expect(toProblem(printed)).toMatch(/^Electron could not be downloaded \(.+\)\. Connect to the internet .+\.$/);
    expect(toProblem(printed)).toContain(reason);
  });

  it.each([
    ["linux", 0, true],
    ["linux", 1000, false],
    ["darwin", 0, false],
    ["win32", null, false],
  ] as const)("on %s as %s goes without Chromium's sandbox: %s", (platform, uid, expected) => {
    expect(toArguments(["/a.py"], platform, uid).includes("--no-sandbox")).toBe(expected);
    expect(toArguments(["/a.py"], platform, uid).at(-1)).toBe("/a.py");
  });

  it("says where there is no display", () => {
    expect(displayProblem("linux", {})).toContain("no display");
    expect(displayProblem("linux", { WAYLAND_DISPLAY: "wayland-0" })).toBeNull();
    expect(displayProblem("darwin", {})).toBeNull();
  });
});
