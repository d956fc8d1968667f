import type { ContainerSample, ContainerSummary } from "#shared/monitor.ts";
import type { TestCore } from "./open-core.ts";

/** Waits for what a monitor tells; whatever is awaited must be asked for before it can happen. */
export interface ContainerWatch {
  /** What it began with. */
  containers: ContainerSummary[];
  changed(fits: (summary: ContainerSummary) => boolean): Promise<ContainerSummary>;
  listed(): Promise<ContainerSummary[]>;
  sampled(fits: (sample: ContainerSample) => boolean): Promise<ContainerSample>;
  end(): Promise<void>;
}

/** Watches containers as a window does. */
export async function watchContainers(
  { core, call }: TestCore,
  all = false,
  watcher = "test",
): Promise<ContainerWatch> {
  const { containers } = await call("monitor.watch", { watcher, all });
  return {
    containers,
    changed: (fits) =>
      new Promise((resolve) => {
        const off = core.events.on("container.changed", (summary) => {
          if (!fits(summary)) return;
          off();
          resolve(summary);
        });
      }),
    listed: () =>
      new Promise((resolve) => {
        const off = core.events.on("containers.listed", (event) => {
          off();
          resolve(event.containers);
        });
      }),
    sampled: (fits) =>
      new Promise((resolve) => {
        const off = core.events.on("container.sampled", (sample) => {
          if (!fits(sample)) return;
          off();
          resolve(sample);
        });
      }),
    end: async () => void (await call("monitor.unwatch", { watcher })),
  };
}
