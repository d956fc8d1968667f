import type { CommandName } from "#shared/contract.ts";
import { SandpitError } from "#shared/errors.ts";
import type { ContainerSample } from "#shared/monitor.ts";
import type { HandlersFor } from "../dispatcher.ts";
import { toEngineFailure } from "../engine/engine-error.ts";
import type { EngineKeeper } from "../engine-keeper.ts";
import type { Cleanup } from "../monitor/cleanup.ts";
import type { ContainerActions } from "../monitor/container-actions.ts";
import { toContainerDetails } from "../monitor/container-details.ts";
import { ELSEWHERE, readForeignLog, toSandboxLog } from "../monitor/container-log.ts";
import { toContainerSample } from "../monitor/container-stats.ts";
import type { Viewer } from "../monitor/container-summary.ts";
import { findContainer, findEntry } from "../monitor/find-container.ts";
import { listContainers } from "../monitor/list-containers.ts";
import type { Monitor } from "../monitor/monitor.ts";
import type { SandboxLedger } from "../run/sandbox-ledger.ts";

export interface MonitorCommandsOptions {
  keeper: EngineKeeper;
  monitor: Monitor;
  actions: ContainerActions;
  cleanup: Cleanup;
  ledger: SandboxLedger;
  viewer: Viewer;
}

type MonitorCommandName = Extract<CommandName, `monitor.${string}` | `containers.${string}` | `cleanup.${string}`>;

/** Containers: what they are, what they use, and an end to those that are ours. */
export function createMonitorCommands(options: MonitorCommandsOptions): HandlersFor<MonitorCommandName> {
  const { keeper, monitor, actions, cleanup, ledger, viewer } = options;
  const find = async (reference: string) => {
    const engine = await keeper.require();
    return { engine, ...(await findContainer(engine, reference, ledger, viewer)) };
  };
  const running = async (reference: string) => {
    const found = await find(reference);
    if (found.summary.state === "running" || found.summary.state === "paused") return found;
    throw new SandpitError("invalid_input", `The container ${found.summary.name} does not run, so it uses nothing.`);
  };

  return {
    "monitor.watch": async ({ watcher, all }) => ({ containers: await monitor.watch(watcher, all) }),
    "monitor.watchStats": ({ watcher, ids }) => ({ samples: monitor.watchStats(watcher, ids) }),
    "monitor.unwatch": ({ watcher }) => {
      monitor.unwatch(watcher);
      return {};
    },
    async "containers.list"({ all }) {
      const engine = await keeper.require();
      return { containers: await listContainers(engine, all, ledger, viewer) };
    },
    async "containers.inspect"({ id }) {
      const { summary, inspection } = await find(id);
      return toContainerDetails(summary, inspection);
    },
    async "containers.processes"({ id }) {
      const { engine, summary } = await running(id);
      return engine.top(summary.id).catch((error) => {
        throw toEngineFailure(error, "list the processes of a container");
      });
    },
    async "containers.log"({ id }) {
      const entry = findEntry(ledger, id);
      if (entry) return toSandboxLog(entry);
      const { engine, summary } = await find(id);
      return summary.ours ? ELSEWHERE : readForeignLog(engine, summary.id);
    },
    async "containers.sample"({ id }): Promise<ContainerSample> {
      const { engine, summary } = await running(id);
      const stats = await engine.sampleStats(summary.id).catch((error) => {
        throw toEngineFailure(error, "measure a container");
      });
      const sample = toContainerSample(summary.id, stats);
      if (sample) return sample;
      throw new SandpitError("not_found", `The container ${summary.name} has ended, so it uses nothing.`);
    },
    async "containers.stop"({ id }) {
      await actions.stop(await keeper.require(), id);
      return {};
    },
    async "containers.kill"({ id }) {
      await actions.kill(await keeper.require(), id);
      return {};
    },
    async "containers.remove"({ id }) {
      await actions.remove(await keeper.require(), id);
      return {};
    },
    async "containers.removeAll"() {
      const engine = await keeper.require();
      const removed = await actions.removeAll(engine, async () => keeper.room()?.empty());
      return { removed };
    },
    "cleanup.preview": async () => cleanup.preview(await keeper.require()),
    "cleanup.run": async () => cleanup.run(await keeper.require()),
  };
}
