import type { ElectronApplication, Page } from "playwright-core";
import { buildAll } from "../../scripts/build-all.ts";
import { findElectron } from "../../scripts/electron-binary.ts";
import { displayProblem } from "../../scripts/launch.ts";
import { CodePage } from "../e2e/code-page.ts";
import { MonitorPage } from "../e2e/monitor-page.ts";
import { openApp } from "../e2e/open-app.ts";
import { openEngine, startForeign } from "../engine/foreign-container.ts";
import { openReadyCore } from "../engine/open-core.ts";
import type { BenchReport } from "./report.ts";

const CONTAINERS = 50;
const MEASURED_MS = 15_000;

/**
 * What the whole application (all of Electron's processes) takes of a processor, and how regular its frames come, while
 * the monitor shows fifty running containers; beside it the same window with the editor in front.
 */
export async function monitorWindow(report: BenchReport): Promise<void> {
  const electron = await findElectron();
  const problem = displayProblem(process.platform, process.env) ?? ("problem" in electron ? electron.problem : null);
  const engine = await openEngine().catch(() => null);
  if (problem !== null || "problem" in electron || !engine) {
    console.error(`The monitor's window is not measured: ${problem ?? "no engine was found."}`);
    return;
  }
  await buildAll();
  const core = await openReadyCore({ poolSize: 0 });
  const image = (await core.call("images.list", {})).find(({ folder }) => folder === "python")?.id ?? "";
  await core.close();
  const started: string[] = [];
  const { app, page, close } = await openApp({ electronPath: electron.path, images: true });
  try {
    for (let count = 0; count < CONTAINERS; count += 1)
      started.push(await startForeign(engine, image, { command: ["sleep", "600"] }));
    await new CodePage(page).untilWarm();
    report.add("monitor.window.closed", "% of a processor", await measureShare(app, page));
    const monitor = new MonitorPage(page);
    await monitor.open();
    await monitor.others.click();
    await monitor.rows.nth(10).waitFor();
    const frames = countFrames(page);
    report.add("monitor.window.open", "% of a processor", await measureShare(app, page));
    report.add("monitor.window.frame.p95", "ms", await frames);
    report.ratio("monitor.window.openVsClosed", "monitor.window.open", "monitor.window.closed");
  } finally {
    await close();
    await Promise.all(started.map((id) => engine.remove(id)));
  }
}

/** The processor time of all of the application's processes, in hundredths of one processor. */
async function measureShare(app: ElectronApplication, page: Page): Promise<number> {
  const read = () =>
    app.evaluate(({ app: electron }) =>
      // One processor each, since the last call (Electron's `ProcessMetric.cpu`).
      electron.getAppMetrics().reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? 0), 0),
    );
  await page.waitForTimeout(3_000);
  const before = await read();
  const startedAt = performance.now();
  await page.waitForTimeout(MEASURED_MS);
  return (((await read()) - before) * 1000 * 100) / (performance.now() - startedAt);
}

/** The 95th percentile of the time between two frames; a smooth page draws one every 16.7 ms. */
const countFrames = (page: Page): Promise<number> =>
  page.evaluate(
    (measuredMs) =>
      new Promise<number>((resolve) => {
        const times: number[] = [];
        const begin = performance.now();
        let last = begin;
        const next = (now: number) => {
          times.push(now - last);
          last = now;
          if (now - begin < measuredMs) requestAnimationFrame(next);
          else resolve(times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN);
        };
        requestAnimationFrame(next);
      }),
    3_000,
  );
