import { describe, expect } from "vitest";
import { readClipboard, writeClipboard } from "./clipboard.ts";
import type { CodePage } from "./code-page.ts";
import { engineElectronTest, engineWindowTest, isInBrowser } from "./launch.ts";
import { chooseInMenu } from "./menu.ts";
import { type OpenedApp, resize } from "./open-app.ts";
import { openForAll } from "./open-for-all.ts";

let launched: OpenedApp;
let code: CodePage;

openForAll((opened, page) => {
  launched = opened;
  code = page;
});

const pixelsFromEnd = () =>
  code.output.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);

/** Lines that take several rows each, one after the other. */
const slowLines = (count: number, seconds: number) =>
  `import time\nfor i in range(${count}):\n    print('line', i, 'word ' * 18, flush=True)\n    time.sleep(${seconds})\n`;

const scrollUp = {
  async wheel() {
    await code.output.hover();
    await launched.page.mouse.wheel(0, -300);
  },
  key: () => code.output.press("PageUp"),
  async scrollbar() {
    const { mouse } = launched.page;
    const { x, y, width, height } = (await code.output.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await mouse.move(x + width - 5, y + height - 40);
    await mouse.down();
    await mouse.move(x + width - 5, y + height - 200, { steps: 5 });
    await mouse.up();
  },
};

/** The browser of the tests hides its scrollbars. */
const waysUp: (keyof typeof scrollUp)[] = isInBrowser ? ["wheel", "key"] : ["wheel", "key", "scrollbar"];

describe("the output", () => {
  engineWindowTest("stays at its end where its lines take several rows", async () => {
    await code.runProgram(slowLines(90, 0.01));
    await code.untilEnded("completed");
    await expect.poll(pixelsFromEnd).toBeLessThan(2);
    expect(await code.output.evaluate((element) => element.scrollTop)).toBeGreaterThan(1_000);
  });

  engineElectronTest("stays there when the window gets narrower, lower and larger again", async () => {
    await code.runProgram(slowLines(90, 0));
    await code.untilEnded("completed");
    for (const size of [
      { width: 1024, height: 768 },
      { width: 900, height: 640 },
      { width: 1280, height: 800 },
    ]) {
      await resize(launched, size);
      await expect.poll(pixelsFromEnd).toBeLessThan(2);
    }
  });

  engineWindowTest("stays there while many lines of input are pasted, with the field in view", async () => {
    await code.runProgram("import sys\nfor line in sys.stdin:\n    pass\nprint('end')\n");
    await launched.page.getByText("Your program is waiting for input").waitFor();
    await writeClipboard(launched, `${"x".repeat(199)}\n`.repeat(60));
    await code.input.focus();
    await code.press("Mod+v");
    await expect.poll(() => code.output.innerText()).toMatch(/(x{199}\s+){60}/);
    await expect.poll(pixelsFromEnd).toBeLessThan(2);
    const [field, view] = await Promise.all([code.input.boundingBox(), code.output.boundingBox()]);
    expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThan((view?.y ?? 0) + (view?.height ?? 0));
    // As it is with Caps Lock.
    await code.press("Control+D");
    await code.untilEnded("completed");
    await expect.poll(pixelsFromEnd).toBeLessThan(2);
  });

  engineWindowTest.for(waysUp)(
    "stays where the user has scrolled up to with the %s, until the end is in view again",
    async (how) => {
      await code.runProgram(slowLines(80, 0.1));
      await code.output.getByText("line 25 ").waitFor();
      await scrollUp[how]();
      await code.output.getByText("line 45 ").waitFor();
      expect(await pixelsFromEnd()).toBeGreaterThan(200);
      if (how === "wheel") await launched.page.mouse.wheel(0, 100_000);
      else await code.output.press("End");
      await expect.poll(pixelsFromEnd).toBeLessThan(2);
      await code.output.getByText("line 79 ").waitFor();
      await expect.poll(pixelsFromEnd).toBeLessThan(2);
      await code.untilEnded("completed");
    },
  );

  engineWindowTest("of the next program is followed, though the one before was not", async () => {
    await code.runProgram(slowLines(90, 0));
    await code.untilEnded("completed");
    await code.output.hover();
    await launched.page.mouse.wheel(0, -2_000);
    await expect.poll(pixelsFromEnd).toBeGreaterThan(500);
    await launched.page.getByRole("button", { name: "Run again" }).click();
    await code.untilEnded("completed");
    await code.output.getByText("line 89 ").waitFor();
    await expect.poll(pixelsFromEnd).toBeLessThan(2);
  });

  engineWindowTest("is copied with long lines as the lines they are", async () => {
    await code.runProgram("print('x' * 5000)\nprint('end')\n");
    await code.untilEnded("completed");
    await launched.page.getByRole("button", { name: "Copy output" }).click();
    await expect.poll(() => readClipboard(launched)).toBe(`${"x".repeat(5_000)}\nend\n`);
  });
});

describe("the verdict below the editor", () => {
  engineElectronTest.for([
    { width: 1024, height: 768 },
    { width: 900, height: 640 },
  ])("keeps its distance from the output, and its buttons in view, at $width × $height", async (size) => {
    await resize(launched, size);
    await chooseInMenu(launched.app, "view.panelSide");
    await code.runProgram(
      "def half(number):\n    for i in range(40): print('word ' * 20)\n    return number / 0\n\nhalf(4)\n",
    );
    await code.untilEnded("failed");
    const card = launched.page.locator(".verdict.card");
    const [view, box] = await Promise.all([code.output.boundingBox(), card.boundingBox()]);
    expect((box?.x ?? 0) - ((view?.x ?? 0) + (view?.width ?? 0))).toBeGreaterThanOrEqual(8);
    for (const button of await card.getByRole("button").all()) {
      const place = await button.boundingBox();
      expect(place?.y ?? 0).toBeGreaterThanOrEqual(box?.y ?? 0);
      expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual((box?.y ?? 0) + (box?.height ?? 0));
    }
    const panel = await launched.page.getByRole("region", { name: "Output" }).boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((panel?.y ?? 0) + (panel?.height ?? 0));
    await chooseInMenu(launched.app, "view.panelSide");
  });
});
