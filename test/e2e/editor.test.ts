import { afterAll, beforeAll, describe, expect } from "vitest";
import { CodePage } from "./code-page.ts";
import { hasWindow, launch, windowTest } from "./launch.ts";
import { NO_ENGINE, type OpenedApp } from "./open-app.ts";

let opened: OpenedApp;
let code: CodePage;

beforeAll(async () => {
  if (!hasWindow) return;
  opened = await launch({ engine: NO_ENGINE, images: false });
  code = new CodePage(opened.page);
});
afterAll(() => opened?.close());

const type = (text: string) => opened.page.keyboard.type(text);

describe("the editor", () => {
  windowTest("completes a word that was begun", async () => {
    await code.write("");
    await type("pri");
    await opened.page.getByRole("option", { name: "print", exact: true }).click();
    await expect.poll(() => code.text()).toMatch(/^print/);
  });

  windowTest("closes brackets, and goes on indented", async () => {
    await code.write("");
    await type("def area(width");
    expect(await code.text()).toBe("def area(width)");
    await type("):");
    await code.press("Enter");
    await type("return width");
    expect(await code.text()).toBe("def area(width):\n    return width");
  });

  windowTest("writes at several places at once", async () => {
    await code.write("side = 1\nprint(side, side)\n");
    await code.press("Mod+Home");
    // The word, and its next two occurrences.
    for (let time = 0; time < 3; time += 1) await code.press("Mod+d");
    await type("edge");
    expect(await code.text()).toBe("edge = 1\nprint(edge, edge)\n");
    await code.press("Mod+z");
    expect(await code.text()).toBe("side = 1\nprint(side, side)\n");
  });

  windowTest("finds, and replaces all", async () => {
    await code.write("total = 0\ntotal += 1\nprint(total)\n");
    await code.press("Mod+f");
    await opened.page.getByRole("textbox", { name: "Find" }).fill("total");
    await opened.page.getByRole("textbox", { name: "Replace" }).fill("sum");
    await opened.page.getByRole("button", { name: "Replace all" }).click();
    await expect.poll(() => code.text()).toBe("sum = 0\nsum += 1\nprint(sum)\n");
    await code.press("Escape");
    await opened.page.getByRole("textbox", { name: "Find" }).waitFor({ state: "detached" });
  });

  windowTest("keeps each file's text and undo history while others are in front", async () => {
    await code.write("one = 1\n");
    await opened.page.getByRole("button", { name: "New file" }).click();
    await code.write("two = 2\n");
    await code.files.getByRole("tab").first().click();
    await expect.poll(() => code.text()).toBe("one = 1\n");
    await code.editor.click();
    await code.press("Mod+z");
    expect(await code.text()).not.toBe("one = 1\n");
    await code.press("Mod+Shift+z");
    await code.files.getByRole("tab").last().click();
    await expect.poll(() => code.text()).toBe("two = 2\n");
  });

  windowTest("measures the program against its limit", async () => {
    const meter = opened.page.getByRole("meter", { name: "Code size" });
    await code.write("x = 1\n");
    await expect.poll(() => meter.getAttribute("data-level")).toBe("fits");
    await code.write(`"""${"x".repeat(52_000)}"""`);
    await expect.poll(() => meter.getAttribute("data-level")).toBe("over");
    expect(await meter.getAttribute("aria-valuetext")).toContain("too long to run");
  });
});
