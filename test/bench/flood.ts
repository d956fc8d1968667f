import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { buildAll } from "../../scripts/build-all.ts";
import { findElectron } from "../../scripts/electron-binary.ts";
import { displayProblem, toArguments } from "../../scripts/launch.ts";
import { CodePage } from "../e2e/code-page.ts";
import { openReadyCore } from "../engine/open-core.ts";
import type { BenchReport } from "./report.ts";

const FLOOD_BYTES = 100 * 1024 * 1024;
const KEYS = 80;
const KEY_INTERVAL_MS = 60;
const PROGRAM = "import sys\nline = 'x' * 1023 + '\\n'\nwhile True:\n    sys.stdout.write(line)\n";

/**
 * Measures what a program that prints without end does to the window: the time from a key to its paint while output
 * comes in, and the memory that is left behind. Once as it happens, where the core lets 10 KB through; once with nothing
 * but the typing; and once with 100 MB pushed at the page, to show that the page does not rely on the core.
 */
export async function flood(report: BenchReport, rounds: number): Promise<void> {
  const electron = await findElectron();
  const problem = displayProblem(process.platform, process.env) ?? ("problem" in electron ? electron.problem : null);
  if (problem !== null || "problem" in electron) {
    console.error(`The flood is not measured: ${problem}`);
    return;
  }
  await buildAll();
  for (let round = 0; round < Math.min(rounds, 5); round += 1) {
    const home = await mkdtemp(join(tmpdir(), "sandpit-flood-"));
    const core = await openReadyCore({ home, poolSize: 0 });
    await core.core.close();
    const app = await _electron.launch({
      executablePath: electron.path,
      args: ["--js-flags=--expose-gc", ...toArguments([], process.platform, process.getuid?.() ?? null)],
      env: { ...(process.env as Record<string, string>), SANDPIT_HOME: home },
    });
    try {
      const code = new CodePage(await app.firstWindow());
      await code.untilIsolation("isolated");
      // Not counted: what the first run loads, it keeps.
      await code.runProgram(`${PROGRAM}\n`);
      await code.untilEnded("output_limit");
      await measureProgram(report, app, code);
      await recordRun(app);
      await measurePush(report, app, code, "flood.nothing", 0);
      await measurePush(report, app, code, "flood.pushed", FLOOD_BYTES);
    } finally {
      await app.close().catch(() => {});
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** A real program on the real engine that prints until it is stopped. */
async function measureProgram(report: BenchReport, app: ElectronApplication, code: CodePage): Promise<void> {
  const before = await residentBytes(app, code.page);
  await code.runProgram(`${PROGRAM}# again\n`);
  await code.untilEnded("output_limit");
  addMemory(report, "flood.program", before, await residentBytes(app, code.page));
}

/** Notes the id of each run and the channel of its events, so that more can be sent in its name. */
async function recordRun(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) throw new Error("no window");
    const send = contents.send.bind(contents);
    const shared = globalThis as { sandpitRun?: { channel: string; id: string } };
    contents.send = (channel: string, ...args: unknown[]) => {
      if (args[0] === "run.started") shared.sandpitRun = { channel, id: (args[1] as { id: string }).id };
      send(channel, ...args);
    };
  });
}

/** Somebody types while a program waits; `bytes` of output are sent to the page as if they came from that program. */
async function measurePush(
  report: BenchReport,
  app: ElectronApplication,
  code: CodePage,
  name: string,
  bytes: number,
): Promise<void> {
  await code.runProgram("input('ready ')\n");
  await code.output.getByText("ready").waitFor();
  await code.editor.click();
  const before = await residentBytes(app, code.page);
  await code.page.evaluate(() => {
    const shared = globalThis as unknown as { durations: number[] };
    shared.durations = [];
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === "keydown") shared.durations.push(duration);
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  const flooded = app.evaluate(async ({ BrowserWindow }, total) => {
    const { sandpitRun } = globalThis as { sandpitRun?: { channel: string; id: string } };
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const text = `${"all work and no play makes a long line of output ".repeat(20)}\n`.repeat(64);
    for (let sent = 0; sent < total; sent += text.length) {
      contents?.send(sandpitRun?.channel ?? "", "run.output", { id: sandpitRun?.id, stream: "stdout", text });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }, bytes);
  await code.page.keyboard.type("# abcdefg ".repeat(KEYS / 10), { delay: KEY_INTERVAL_MS });
  await flooded;
  const slow: number[] = await code.page.evaluate(() => (globalThis as unknown as { durations: number[] }).durations);
  // What is not in the list was painted within 16 ms.
  const durations = [...slow, ...Array<number>(Math.max(0, KEYS - slow.length)).fill(16)].sort((a, b) => a - b);
  report.add(`${name}.inputToPaint.p95`, "ms", durations[Math.floor(durations.length * 0.95)] ?? Number.NaN);
  await code.press("Mod+.");
  await code.untilEnded("cancelled");
  addMemory(report, name, before, await residentBytes(app, code.page));
}

type Memory = Record<string, number>;

const addMemory = (report: BenchReport, name: string, before: Memory, after: Memory): void => {
  let total = 0;
  for (const [process, bytes] of Object.entries(after)) total += bytes - (before[process] ?? 0);
  report.add(`${name}.memory`, "MB", total / 1024 / 1024);
};

/** What each kind of the application's processes holds, after they have collected their garbage. */
async function residentBytes(app: ElectronApplication, page: Page): Promise<Memory> {
  await page.evaluate(() => (globalThis as unknown as { gc(): void }).gc());
  return app.evaluate(({ app: electron }) => {
    (globalThis as unknown as { gc?: () => void }).gc?.();
    const byType: Record<string, number> = {};
    for (const { type, name, memory } of electron.getAppMetrics()) {
      const key = name ?? type;
      byType[key] = (byType[key] ?? 0) + memory.workingSetSize * 1024;
    }
    return byType;
  });
}
