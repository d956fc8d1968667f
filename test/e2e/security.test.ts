import { afterAll, beforeAll, describe, expect } from "vitest";
import { callAsPage } from "./call-as-page.ts";
import { electronTest, hasWindow, launch, windowTest } from "./launch.ts";
import { NO_ENGINE, type OpenedApp } from "./open-app.ts";

let launched: OpenedApp;
beforeAll(async () => {
  if (hasWindow) launched = await launch({ engine: NO_ENGINE });
});
afterAll(() => launched?.close());

/** Calls a command as a page that has gone wrong would. */
const call = (name: string, input: unknown) => callAsPage(launched.page, name, input);

describe("a compromised page", () => {
  electronTest("has the contract's two functions and nothing of Node or Electron", async () => {
    const seen = await launched.page.evaluate(() => ({
      bridge: Object.keys((window as unknown as { sandpit: object }).sandpit).sort(),
      node: ["require", "process", "module", "Buffer", "global", "electron"].filter((name) => name in window),
      origin: location.origin,
    }));
    expect(seen).toEqual({ bridge: ["call", "on"], node: [], origin: "app://sandpit" });
  });

  windowTest.for([
    ["run.destroy", {}, "not_found"],
    ["__proto__", {}, "not_found"],
    ["run.start", { id: "x", language: "python" }, "invalid_input"],
    [
      "run.start",
      { id: "x", language: "javascript", files: [{ path: "main.js", content: "1" }], backend: "local" },
      "policy_forbids",
    ],
    ["run.start", { id: "x", language: "javascript", files: [{ path: "main.js", content: "1" }] }, "policy_forbids"],
    ["files.save", { handle: "/etc/passwd", content: "", version: "" }, "not_found"],
    ["files.openRecent", { handle: "../../../etc/passwd" }, "not_found"],
  ] as const)("is refused %s %j", async ([name, input, code]) => {
    expect(await call(name, input)).toMatchObject({ ok: false, error: { code } });
  });

  electronTest("reaches no network, no file and no other page", async () => {
    const reached = await launched.page.evaluate(async () => {
      const tries = [
        "https://example.com/",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "app://sandpit/../../package.json",
        "app://sandpit/..%2f..%2fpackage.json",
        "app://other/index.html",
      ];
      const answers = await Promise.all(
        tries.map((url) =>
          fetch(url).then(
            (answer) => answer.ok,
            () => false,
          ),
        ),
      );
      return tries.filter((_, index) => answers[index]);
    });
    expect(reached).toEqual([]);
    expect(await launched.page.evaluate(() => window.open("https://example.com/") === null)).toBe(true);
    await launched.page.evaluate(() => {
      location.href = "https://example.com/";
    });
    await launched.page.evaluate(() => {
      const frame = document.createElement("iframe");
      frame.src = "https://example.com/";
      document.body.append(frame);
    });
    expect(launched.page.url()).toBe("app://sandpit/index.html");
    expect(await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  electronTest("cannot run text as code, and gets no permission", async () => {
    const blocked = await launched.page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "window.wasRun = true";
      document.body.append(script);
      const permission = await navigator.permissions.query({ name: "geolocation" });
      return { inline: "wasRun" in window, permission: permission.state };
    });
    expect(blocked).toEqual({ inline: false, permission: "denied" });
  });

  electronTest("runs in a sandboxed process without Node, with all checks on", async () => {
    const preferences = await launched.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { contextIsolation, nodeIntegration, sandbox, webSecurity, webviewTag, allowRunningInsecureContent } =
        contents.getLastWebPreferences();
      return { contextIsolation, nodeIntegration, sandbox, webSecurity, webviewTag, allowRunningInsecureContent };
    });
    expect(preferences).toMatchObject({
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      webSecurity: true,
    });
    expect(preferences.webviewTag).not.toBe(true);
    expect(preferences.allowRunningInsecureContent).not.toBe(true);
  });
});
