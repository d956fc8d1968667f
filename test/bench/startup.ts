import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "playwright-core";
import { buildAll } from "../../scripts/build-all.ts";
import { findElectron } from "../../scripts/electron-binary.ts";
import { displayProblem, toArguments } from "../../scripts/launch.ts";
import { twiceIfLost } from "../e2e/twice.ts";
import type { BenchReport } from "./report.ts";

/** Measures the time from launch to an editor that accepts typing, beside an empty Electron window with a text field. */
export async function startup(report: BenchReport, rounds: number): Promise<void> {
  const electron = await findElectron();
  const problem = displayProblem(process.platform, process.env) ?? ("problem" in electron ? electron.problem : null);
  if (problem !== null || "problem" in electron) {
    console.error(`The start of the window is not measured: ${problem}`);
    return;
  }
  await buildAll();
  const home = await mkdtemp(join(tmpdir(), "sandpit-startup-"));
  // Without its last argument, which is the application.
  const switches = toArguments([], process.platform, process.getuid?.() ?? null).slice(0, -1);
  /** From the start of the process to the moment, marked by the page, from which its text field takes what is typed. */
  const time = async (app: string, mark: string): Promise<number> => {
    const launched = await _electron.launch({
      executablePath: electron.path,
      args: [...switches, app],
      env: { ...(process.env as Record<string, string>), SANDPIT_HOME: home },
    });
    try {
      const page = await launched.firstWindow();
      const marked = await page.waitForFunction((name) => {
        const entry = performance.getEntriesByName(name)[0];
        return entry && performance.timeOrigin + entry.startTime;
      }, mark);
      const createdAt = await twiceIfLost(() =>
        launched.evaluate(() => (process as unknown as { getCreationTime(): number }).getCreationTime()),
      );
      return ((await marked.jsonValue()) ?? Number.NaN) - createdAt;
    } finally {
      await launched.close();
    }
  };
  const peers = {
    "window.sandpit.typing": () => time(join(import.meta.dirname, "../.."), "sandpit.editor"),
    "window.empty.typing": () => time(join(import.meta.dirname, "empty-window/main.cjs"), "empty.editor"),
  };
  try {
    for (const measure of Object.values(peers)) await measure(); // not counted: fills the caches
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, measure] of Object.entries(peers)) report.add(name, "ms", await measure());
    }
    report.ratio("window.typing.vsEmptyWindow", "window.sandpit.typing", "window.empty.typing");
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
