import { rm } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { openEngine, startForeign } from "../engine/foreign-container.ts";
import { openReadyCore, type TestCore } from "../engine/open-core.ts";
import type { BenchReport } from "./report.ts";

const CONTAINERS = 50;
const MEASURED_MS = 10_000;

/** What the core takes of a processor while fifty containers are watched, with the statistics of each streamed. */
export async function monitor(report: BenchReport): Promise<void> {
  const engine = await openEngine().catch(() => null);
  if (!engine) {
    console.error("No engine: there is nothing to monitor.");
    process.exitCode = 1;
    return;
  }
  const core = await openReadyCore({ poolSize: 0 });
  const started: string[] = [];
  try {
    const image = (await core.call("images.list", {})).find(({ folder }) => folder === "python")?.id ?? "";
    for (let count = 0; count < CONTAINERS; count += 1)
      started.push(await startForeign(engine, image, { command: ["sleep", "600"] }));

    const openedAt = performance.now();
    await core.call("monitor.watch", { watcher: "bench", all: true });
    report.add("monitor.list", "ms", performance.now() - openedAt);
    let samples = 0;
    const off = core.core.events.on("container.sampled", () => {
      samples += 1;
    });
    await core.call("monitor.watchStats", { watcher: "bench", ids: started });
    await everyoneSampled(core, started);
    samples = 0;
    report.add("monitor.open.core", "% of a processor", await measureShare());
    report.add("monitor.open.samples", "per s", samples / (MEASURED_MS / 1000));
    report.add("monitor.open.streams", "streams", core.core.openStatsStreams());
    off();
    await core.call("monitor.unwatch", { watcher: "bench" });
    report.add("monitor.closed.streams", "streams", core.core.openStatsStreams());
    report.add("monitor.closed.core", "% of a processor", await measureShare());
  } finally {
    await Promise.all(started.map((id) => engine.remove(id)));
    await core.close();
    await rm(core.home, { recursive: true, force: true });
  }
}

function everyoneSampled({ core }: TestCore, ids: readonly string[]): Promise<void> {
  const missing = new Set(ids);
  return new Promise((resolve) => {
    const off = core.events.on("container.sampled", ({ id }) => {
      missing.delete(id);
      if (missing.size > 0) return;
      off();
      resolve();
    });
  });
}

/** The processor time of this process, in hundredths of the time that passes. */
async function measureShare(): Promise<number> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  await setTimeout(MEASURED_MS);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / 1000 / (performance.now() - startedAt)) * 100;
}
