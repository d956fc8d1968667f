import { afterAll, beforeAll, describe, expect } from "vitest";
import { CodePage } from "./code-page.ts";
import { engineElectronTest, engineWindowTest, hasParts, launch } from "./launch.ts";
import type { OpenedApp } from "./open-app.ts";

const FLOOD_BYTES = 100 * 1024 * 1024;
const MAY_GROW_BYTES = 30 * 1024 * 1024;
const KEYS = 80;
const KEY_INTERVAL_MS = 60;

let launched: OpenedApp;
let code: CodePage;
beforeAll(async () => {
  if (!hasParts) return;
  launched = await launch({ switches: ["--js-flags=--expose-gc"] });
  code = new CodePage(launched.page);
  await code.untilIsolation("isolated");
});
afterAll(() => launched?.close());

/** What all of the application's processes hold, after they have collected their garbage. */
async function residentBytes(): Promise<number> {
  await launched.page.evaluate(() => (globalThis as unknown as { gc(): void }).gc());
  return launched.app.evaluate(({ app }) => {
    (globalThis as unknown as { gc?: () => void }).gc?.();
    return app.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0);
  });
}

describe("a program that prints as fast as it can", () => {
  engineWindowTest("is ended at the output limit, and the window does not notice", async () => {
    await code.runProgram(
      "import sys\nline = 'x' * 1023 + '\\n'\nfor _ in range(100 * 1024):\n    sys.stdout.write(line)\n",
    );
    await code.untilEnded("output_limit");
    expect(await code.verdict.innerText()).toContain("10 KB");
  });

  engineElectronTest("loses no key and holds on to none of it, even if 100 MB came through to the page", async () => {
    // The core lets 10 KB through. To prove that the page does not rely on it, the main process sends a waiting run's
    // page 100 MB as if they had come from the program.
    await launched.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (!contents) throw new Error("no window");
      const send = contents.send.bind(contents);
      const shared = globalThis as { sandpitRun?: { channel: string; id: string } };
      contents.send = (channel: string, ...args: unknown[]) => {
        if (args[0] === "run.started") shared.sandpitRun = { channel, id: (args[1] as { id: string }).id };
        send(channel, ...args);
      };
    });
    await code.runProgram("input('ready ')\n");
    await code.output.getByText("ready").waitFor();
    await code.editor.click();
    const before = await residentBytes();

    await launched.page.evaluate(() => {
      const shared = globalThis as unknown as { durations: number[] };
      shared.durations = [];
      new PerformanceObserver((list) => {
        for (const { name, duration } of list.getEntries()) if (name === "keydown") shared.durations.push(duration);
      }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
    });
    const flood = launched.app.evaluate(async ({ BrowserWindow }, total) => {
      const { sandpitRun } = globalThis as { sandpitRun?: { channel: string; id: string } };
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const text = `${"all work and no play makes a long line of output ".repeat(20)}\n`.repeat(64);
      let sent = 0;
      while (sent < total) {
        contents?.send(sandpitRun?.channel ?? "", "run.output", { id: sandpitRun?.id, stream: "stdout", text });
        sent += text.length;
        await new Promise((resolve) => setImmediate(resolve));
      }
      return sent;
    }, FLOOD_BYTES);
    await launched.page.keyboard.type("# abcdefg ".repeat(KEYS / 10), { delay: KEY_INTERVAL_MS });
    expect(await flood).toBeGreaterThanOrEqual(FLOOD_BYTES);

    const slow: number[] = await launched.page.evaluate(
      () => (globalThis as unknown as { durations: number[] }).durations,
    );
    // What is not in the list was painted within 16 ms.
    const durations = [...slow, ...Array(Math.max(0, KEYS - slow.length)).fill(16)].sort((a, b) => a - b);
    const percentile95 = durations[Math.floor(durations.length * 0.95)] ?? Number.NaN;
    console.log(
      `Input to paint during the flood: median ${durations[durations.length >> 1]} ms, 95th percentile ${percentile95} ms`,
    );

    await code.press("Mod+.");
    await code.untilEnded("cancelled");
    // Times are printed for reading; a busy machine would make a test of them lie. No key may be lost.
    expect((await code.text()).match(/# abcdefg/g)).toHaveLength(KEYS / 10);
    let grown = Number.NaN;
    try {
      // Chromium and V8 give memory back when they come to it, not at once.
      await expect
        .poll(
          async () => {
            grown = (await residentBytes()) - before;
            return grown;
          },
          { timeout: 15_000, interval: 500 },
        )
        .toBeLessThan(MAY_GROW_BYTES);
    } finally {
      console.log(`Memory after the flood: ${(grown / 1024 / 1024).toFixed(1)} MB more`);
    }
  });
});
