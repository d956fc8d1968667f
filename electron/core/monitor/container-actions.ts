import { SandpitError } from "#shared/errors.ts";
import type { ContainerSummary } from "#shared/monitor.ts";
import type { Engine } from "../engine/engine.ts";
import { toEngineFailure } from "../engine/engine-error.ts";
import type { SandboxLedger } from "../run/sandbox-ledger.ts";
import { INSTALLATION_LABEL, OWNER_LABEL } from "../run/sandbox-spec.ts";
import type { Living } from "../store/instance.ts";
import type { Viewer } from "./container-summary.ts";
import { findContainer } from "./find-container.ts";
import { mapLimited } from "./map-limited.ts";

/** How long the process that made a sandbox has to remove it itself once its program was killed. */
const OWNER_REMOVES_MS = 3_000;

export interface ContainerActionsOptions {
  ledger: SandboxLedger;
  viewer: Viewer;
  /** Ends a run of this process. */
  stopRun: (runId: string) => void;
  /** The processes of this installation that are alive. */
  alive: () => Promise<Living>;
}

/** What can be done to a container of ours, and to no other. */
export interface ContainerActions {
  stop(engine: Engine, reference: string): Promise<void>;
  kill(engine: Engine, reference: string): Promise<void>;
  remove(engine: Engine, reference: string): Promise<void>;
  /**
   * Resolves with the number of containers that were there.
   * @param emptyPool Removes the warm ones, which the pool would otherwise take for lost and replace.
   */
  removeAll(engine: Engine, emptyPool: () => Promise<void>): Promise<number>;
}

export function createContainerActions({ ledger, viewer, stopRun, alive }: ContainerActionsOptions): ContainerActions {
  const ours = async (engine: Engine, reference: string): Promise<ContainerSummary> => {
    const { summary } = await findContainer(engine, reference, ledger, viewer);
    if (summary.ours) return summary;
    throw new SandpitError(
      "policy_forbids",
      `The container ${summary.name} was not made by this Sandpit, so Sandpit does not touch it. Use the program that made it.`,
    );
  };
  const failing = <T>(doing: string, task: Promise<T>): Promise<T> =>
    task.catch((error) => {
      throw toEngineFailure(error, doing);
    });

  /** Ends the container so that the process that made it learns how, and has it removed: by that process if it lives. */
  const end = async (engine: Engine, id: string, owner: string | undefined) => {
    const entry = ledger.get(id);
    if (entry?.runId && entry.role === "running") stopRun(entry.runId);
    else await engine.kill(id);
    if (entry || (owner && (await alive()).has(owner))) {
      const giveUp = AbortSignal.timeout(OWNER_REMOVES_MS);
      await engine.untilRemoved(id, giveUp);
    }
    await engine.remove(id);
  };

  return {
    async stop(engine, reference) {
      const { id } = await ours(engine, reference);
      const found = await engine.inspectContainer(id);
      await failing("stop a sandbox", end(engine, id, found?.Config.Labels?.[OWNER_LABEL]));
    },
    async kill(engine, reference) {
      const { id } = await ours(engine, reference);
      await failing("kill a sandbox", engine.kill(id));
    },
    async remove(engine, reference) {
      const { id } = await ours(engine, reference);
      const found = await engine.inspectContainer(id);
      await failing("remove a sandbox", end(engine, id, found?.Config.Labels?.[OWNER_LABEL]));
    },
    async removeAll(engine, emptyPool) {
      const label = `${INSTALLATION_LABEL}=${viewer.installation}`;
      const list = () => failing("list the sandboxes", engine.listByLabel(label));
      const all = await list();
      await emptyPool();
      await failing(
        "remove the sandboxes",
        mapLimited(await list(), 8, ({ id, labels }) => end(engine, id, labels[OWNER_LABEL])),
      );
      return all.length;
    },
  };
}
