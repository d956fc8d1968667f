import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { buildAll } from "../../scripts/build-all.ts";
import { findElectron } from "../../scripts/electron-binary.ts";
import { displayProblem } from "../../scripts/launch.ts";
import { HistoryPage } from "../e2e/history-page.ts";
import { NO_ENGINE, openApp } from "../e2e/open-app.ts";
import { leaveManyRuns } from "./many-runs.ts";
import type { BenchReport } from "./report.ts";

const SCROLLED_MS = 10_000;
/** A screen at each step, and up to sixty steps a second: faster than anybody reads. */
const STEP_PX = 640;
const ROW_PX = 40;

/** How the list of a history of 100,000 runs scrolls in the real window: whether rows are blank, and how its frames come. */
export async function historyWindow(report: BenchReport): Promise<void> {
  const electron = await findElectron();
  const problem = displayProblem(process.platform, process.env) ?? ("problem" in electron ? electron.problem : null);
  if (problem !== null || "problem" in electron) {
    console.error(`The history's window is not measured: ${problem}`);
    return;
  }
  await buildAll();
  const home = await mkdtemp(join(tmpdir(), "sandpit-bench-history-"));
  leaveManyRuns(home);
  // Or else retention would remove most of them at once.
  const values = { "retention.runs": 1_000_000, "retention.bytes": 16_384 * 1024 * 1024, "retention.days": 3_650 };
  await writeFile(join(home, "settings.json"), JSON.stringify({ version: 1, values }));
  const { page, close } = await openApp({ electronPath: electron.path, home, engine: NO_ENGINE });
  try {
    const history = new HistoryPage(page);
    const openedAt = performance.now();
    await history.open();
    await history.rows.nth(10).waitFor();
    report.add("history.window.opened", "ms", performance.now() - openedAt);
    // Retention takes its first look in the meantime.
    await page.waitForTimeout(8_000);
    const { frames, blankFrames, p95Ms, deepestRow } = await scroll(page);
    report.add("history.window.scroll.rows", "rows", deepestRow);
    report.add("history.window.scroll.frames", "frames", frames);
    report.add("history.window.scroll.frames with a blank row", "frames", blankFrames);
    report.add("history.window.scroll.frame.p95", "ms", p95Ms);
  } finally {
    await close();
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * Scrolls down as fast as the list lets, and looks at each frame, as it is about to be painted, whether there is a row at
 * every place of the list. What the compositor shows between two frames of the page cannot be seen from here.
 */
const scroll = (page: Page) =>
  page.evaluate(
    ([watchedMs, rowPx, stepPx]) =>
      new Promise<{ frames: number; blankFrames: number; p95Ms: number; deepestRow: number }>((resolve) => {
        const list = document.querySelector<HTMLElement>(".runs");
        if (!list) throw new Error("There is no list.");
        const times: number[] = [];
        let blankFrames = 0;
        const begin = performance.now();
        let last = begin;
        const stepping = setInterval(() => list.scrollBy(0, stepPx), 16);
        const look = (now: number) => {
          const { left, top, bottom } = list.getBoundingClientRect();
          let isBlank = false;
          // Below the head, and not at the very edge.
          for (let y = top + rowPx * 1.5; y < bottom - 2; y += rowPx)
            if (!document.elementFromPoint(left + 300, y)?.closest("tr.runs__row")) isBlank = true;
          if (isBlank) blankFrames += 1;
          times.push(now - last);
          last = now;
          if (now - begin < watchedMs) {
            requestAnimationFrame(look);
            return;
          }
          clearInterval(stepping);
          const p95Ms = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
          resolve({ frames: times.length, blankFrames, p95Ms, deepestRow: Math.round(list.scrollTop / rowPx) });
        };
        requestAnimationFrame(look);
      }),
    [SCROLLED_MS, ROW_PX, STEP_PX] as const,
  );
