import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect } from "vitest";
import { callAsPage } from "./call-as-page.ts";
import { CodePage } from "./code-page.ts";
import { browserTest, isInBrowser, launch } from "./launch.ts";
import { NO_ENGINE, type OpenedApp } from "./open-app.ts";
import { type BrowserHost, toBrowserHost } from "./open-browser.ts";
import { removeObstacle, savedDrafts, typeUnsavable } from "./unsavable.ts";

let opened: OpenedApp;
let host: BrowserHost;
let code: CodePage;
let origin: string;
beforeEach(async () => {
  if (!isInBrowser) return;
  opened = await launch({ engine: NO_ENGINE });
  host = toBrowserHost(opened.app) as BrowserHost;
  code = new CodePage(opened.page);
  origin = new URL(opened.page.url()).origin;
});
afterEach(() => opened?.close());

const alertOf = (page: Page) => page.locator(".connection-bar");

describe("the window in a browser", () => {
  browserTest("is at an address without secrets, and its script cannot read the cookie", async () => {
    expect(opened.page.url()).toBe(`${origin}/`);
    expect(await opened.page.evaluate(() => document.cookie)).toBe("");
    const [cookie] = await host.context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/", domain: "127.0.0.1" });
  });

  browserTest("opens to nobody who has no link", async () => {
    const stranger = await host.browser.newContext();
    const page = await stranger.newPage();
    const answer = await page.goto(origin);
    expect(answer?.status()).toBe(401);
    expect(await page.getByRole("heading").innerText()).toBe("Open Sandpit with its link");
    expect((await page.goto(`${origin}/open?key=guessed`))?.status()).toBe(403);
  });

  browserTest("is kept from the network, from other pages and from running text as code", async () => {
    const reached = await opened.page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "window.wasRun = true";
      document.body.append(script);
      const tries = ["https://example.com/", "http://127.0.0.1:1/", `http://localhost:${location.port}/api/v1/health`];
      const answers = await Promise.all(tries.map((url) => fetch(url).then(Boolean, () => false)));
      return { inline: "wasRun" in window, reached: tries.filter((_, index) => answers[index]) };
    });
    expect(reached).toEqual({ inline: false, reached: [] });
    const policy = (await opened.page.request.get(`${origin}/`)).headers()["content-security-policy"];
    expect(policy).toContain("default-src 'none'; script-src 'self'");
  });

  browserTest("is out of reach for a page of another server on this machine", async () => {
    const other = createServer((_request, answer) => answer.end("<!doctype html>hello"));
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    const page = await host.context.newPage();
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const seen = await page.evaluate(async (target) => {
      const send = (path: string, init: RequestInit) =>
        fetch(target + path, { credentials: "include", ...init }).then(
          (answer) => `${answer.type} ${answer.status}`,
          () => "refused",
        );
      const headers = { "content-type": "application/json" };
      return Promise.all([
        send("/bridge/call/workspace.load", { method: "POST", body: "{}", headers }),
        send("/bridge/call/workspace.load", { method: "POST", body: "{}", mode: "no-cors" }),
        send("/bridge/events", {}),
        send("/", {}),
      ]);
    }, origin);
    // The answer of the second cannot be read by anybody; the log says what became of it.
    expect(seen).toEqual(["refused", "opaque 0", "refused", "refused"]);
    other.close();
  });

  browserTest("is used in one tab at a time; the one that is left says so, and takes over on request", async () => {
    await code.write("print('typed in the first')\n");
    const second = await host.context.newPage();
    await second.goto(origin);
    await second.locator(".cm-content").waitFor();
    expect(await new CodePage(second).text()).toContain("typed in the first");
    await alertOf(opened.page).getByText("open in another tab").waitFor();
    await alertOf(opened.page).getByRole("button", { name: "Use it here" }).click();
    await alertOf(second).getByText("open in another tab").waitFor();
    await expect.poll(() => code.text()).toContain("typed in the first");
  });

  browserTest("has the browser ask before a text is lost that could not be saved", async () => {
    await typeUnsavable(opened, "print('typed last')\n");
    const asked = opened.page.waitForEvent("dialog");
    await opened.page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe("beforeunload");
    await question.dismiss();
    expect(await code.text()).toContain("typed last");

    await removeObstacle(opened.home);
    const closed = opened.page.waitForEvent("close");
    await opened.page.getByRole("button", { name: /Try again/ }).click();
    await expect.poll(() => savedDrafts(opened.home)).toContain("typed last");
    await opened.page.getByRole("alert").filter({ hasText: "could not be saved" }).waitFor({ state: "detached" });
    await opened.page.close({ runBeforeUnload: true });
    await closed;
  });

  browserTest("says that the server is gone, and keeps the text", async () => {
    await code.write("print('still here')\n");
    host.server.kill("SIGKILL");
    await alertOf(opened.page).getByText("does not answer").waitFor();
    await code.write("print('typed without a server')\n");
    expect(await code.text()).toContain("typed without a server");
  });
});

describe("the question whether programs may run without isolation", () => {
  browserTest("is on a page that the window can neither read nor answer", async () => {
    await code.untilIsolation("not_isolated");
    const asking = host.context.waitForEvent("page");
    await code.runInsecurely.click();
    const question = await asking;
    await question.waitForURL(/^http:\/\/localhost:\d+\/consent\//);
    const url = question.url();
    const tried = await opened.page.evaluate(async (address) => {
      const read = await fetch(address).then(
        () => "read",
        () => "refused",
      );
      const own = await fetch(new URL(address).pathname, {
        method: "POST",
        body: new URLSearchParams({ answer: "yes" }),
      });
      const form = document.createElement("form");
      form.method = "post";
      form.action = address;
      document.body.append(form);
      form.submit();
      const frame = document.createElement("iframe");
      frame.src = address;
      document.body.append(frame);
      return { read, own: own.status, isHere: location.pathname };
    }, url);
    expect(tried).toEqual({ read: "refused", own: 404, isHere: "/" });
    const run = await callAsPage(opened.page, "run.start", {
      ...{ id: "x", language: "javascript", backend: "local" },
      files: [{ path: "main.js", content: "1" }],
    });
    expect(run).toMatchObject({ ok: false, error: { code: "policy_forbids" } });
  });

  browserTest("takes no answer that comes before it could be read", async () => {
    await code.untilIsolation("not_isolated");
    const asking = host.context.waitForEvent("page");
    await code.runInsecurely.click();
    const question = await asking;
    await question.getByRole("button", { name: "Run Without Isolation" }).evaluate((button: HTMLButtonElement) => {
      button.form?.requestSubmit(button);
    });
    await question.getByText("That was very quick").waitFor();
  });
});

describe("a file", () => {
  browserTest("is saved in place through the browser, noticed when it changes, and not written over", async () => {
    // The browser's own dialogs cannot be pressed. The handles that they would give are real ones.
    await opened.page.evaluate(() => {
      const pick = async (name: string) =>
        (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
      Object.assign(window, {
        showSaveFilePicker: () => pick("kept.py"),
        showOpenFilePicker: async () => [await pick("kept.py")],
      });
    });
    const onDisk = (content?: string) =>
      opened.page.evaluate(async (text) => {
        const handle = await (await navigator.storage.getDirectory()).getFileHandle("kept.py");
        if (text !== undefined) {
          const writer = await handle.createWritable();
          await writer.write(text);
          await writer.close();
        }
        return (await handle.getFile()).text();
      }, content);
    await code.write("print('kept')\n");
    await code.press("Mod+s");
    await code.tab("kept.py").waitFor();
    expect(await onDisk()).toBe("print('kept')\n");
    await onDisk("print('theirs')\r\n");
    await expect.poll(() => code.text(), { timeout: 5_000 }).toContain("theirs");
    await code.write("print('mine')\n");
    await code.press("Mod+s");
    await expect.poll(() => onDisk()).toBe("print('mine')\r\n");
    await opened.page.reload();
    await code.tab("kept.py").waitFor();
    await code.write("print('after a reload')\n");
    await code.press("Mod+s");
    await expect.poll(() => onDisk()).toBe("print('after a reload')\r\n");
  });
});
