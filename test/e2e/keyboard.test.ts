import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CodePage } from "./code-page.ts";
import { engineWindowTest, hasParts, launch } from "./launch.ts";
import type { OpenedApp } from "./open-app.ts";

let opened: OpenedApp;
let code: CodePage;

beforeAll(async () => {
  if (!hasParts) return;
  opened = await launch();
  code = new CodePage(opened.page);
  await code.untilWarm();
});
afterAll(() => opened?.close());

/** What shows where the focus is: an outline, or the editor's own cursor and line. */
const showsFocus = () =>
  opened.page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "nothing has the focus";
    if (element.closest(".cm-editor.cm-focused")) return "";
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const isVisible = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    return isVisible ? "" : `no outline on ${element.outerHTML.slice(0, 200)}`;
  });

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Goes to an element with the Tab key alone, and looks at each stop whether the focus can be seen. */
async function tabTo(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    // In the editor Tab indents; after Escape it leaves.
    if (await hasFocus(code.editor)) await code.press("Escape");
    await code.press(key);
    await expect.poll(showsFocus).toBe("");
    if (await hasFocus(target)) return;
  }
  throw new Error(`${target} cannot be reached with ${key}.`);
}

async function writeOver(program: string): Promise<void> {
  await code.press("Mod+a");
  await opened.page.keyboard.insertText(program);
}

describe("without a mouse", () => {
  engineWindowTest("a program is typed, run and answered", async () => {
    expect(await hasFocus(code.editor)).toBe(true);
    await writeOver("name = input('Who? ')\nprint('Hello', name)\n");
    await code.press("Mod+Enter");
    await opened.page.getByText("Your program is waiting for input").waitFor();
    expect(await hasFocus(code.input)).toBe(true);
    await expect.poll(showsFocus).toBe("");
    await opened.page.keyboard.type("Ada");
    await code.press("Enter");
    await code.untilEnded("completed");
    expect(await code.output.innerText()).toContain("Hello Ada");
    // The field that had the focus is gone; the focus is not lost with it.
    await expect.poll(showsFocus).toBe("");
  });

  engineWindowTest("an endless loop is stopped", async () => {
    await tabTo(code.editor, "Shift+Tab");
    await writeOver("print('round')\nwhile True:\n    pass\n");
    await code.press("Mod+Enter");
    await code.output.getByText("round").waitFor();
    await code.press("Mod+.");
    await code.untilEnded("cancelled");
  });

  engineWindowTest("a line of a traceback leads to the code", async () => {
    expect(await hasFocus(code.editor)).toBe(true);
    await writeOver("def half(n):\n    return n / 0\n\n\nhalf(4)\n");
    await code.press("Mod+Enter");
    await code.untilEnded("failed");
    await tabTo(code.output.getByRole("button", { name: /line 2/ }));
    await code.press("Enter");
    await expect.poll(() => hasFocus(code.editor)).toBe(true);
    expect(await opened.page.getByText("Ln 2").count()).toBe(1);
  });

  engineWindowTest("another language and another tab are chosen", async () => {
    await tabTo(code.language, "Shift+Tab");
    await code.press("Enter");
    const item = opened.page.getByRole("menuitemradio", { name: /JavaScript/ });
    await item.waitFor();
    await code.press("ArrowDown");
    await expect.poll(() => hasFocus(item)).toBe(true);
    await code.press("Enter");
    await code.language.and(opened.page.getByRole("button", { name: /JavaScript/ })).waitFor();

    await tabTo(code.tab("main.js"), "Shift+Tab");
    await code.press("ArrowLeft");
    await expect.poll(() => hasFocus(code.tab("main.py"))).toBe(true);
    await expect.poll(showsFocus).toBe("");
    expect(await code.tab("main.py").getAttribute("aria-selected")).toBe("true");
    expect(await code.text()).toContain("half(4)");
  });

  engineWindowTest("the badge opens and closes, and the focus comes back to it", async () => {
    await tabTo(code.badge);
    await code.press("Enter");
    const details = opened.page.getByRole("dialog", { name: "Isolation" });
    await details.waitFor();
    await expect.poll(() => details.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await code.press("Escape");
    await details.waitFor({ state: "hidden" });
    await expect.poll(() => hasFocus(code.badge)).toBe(true);
  });

  engineWindowTest("the output gets larger", async () => {
    const panel = opened.page.getByRole("region", { name: "Output" });
    const width = () => panel.evaluate((element) => element.getBoundingClientRect().width);
    const before = await width();
    await tabTo(opened.page.getByRole("separator", { name: "Resize output" }), "Shift+Tab");
    await code.press("ArrowLeft");
    await expect.poll(width).toBeGreaterThan(before);
  });

  engineWindowTest(
    "a tab is closed and the next one has the focus, and a program is run again without losing it",
    async () => {
      await tabTo(code.tab("main.py"), "Shift+Tab");
      await code.press("ArrowRight");
      await code.press("Delete");
      await expect.poll(() => hasFocus(code.tab("main.py"))).toBe(true);
      await tabTo(opened.page.getByRole("button", { name: "Run again" }));
      await code.press("Enter");
      await code.untilEnded("failed");
      await expect.poll(showsFocus).toBe("");
      await tabTo(opened.page.getByRole("button", { name: "Clear output" }));
      await code.press("Enter");
      await code.verdict.waitFor({ state: "hidden" });
      expect(await hasFocus(opened.page.getByRole("button", { name: "Clear output" }))).toBe(true);
    },
  );
});
