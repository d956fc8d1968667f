import type { Engine } from "../engine/engine.ts";
import type { Instance } from "../store/instance.ts";
import type { SandboxLedger } from "./sandbox-ledger.ts";
import { CREATION_LABEL, INSTALLATION_LABEL, OWNER_LABEL } from "./sandbox-spec.ts";

/**
 * Removes the sandboxes that processes of this installation left behind when they were killed, and those that this
 * process could not remove while the engine was away, or never heard of because it went away just then. Touches no other container: not one without our label, not one of
 * another installation, not one that is in use by a process that is alive.
 *
 * @returns How many were removed.
 */
export async function sweepOrphans(engine: Engine, instance: Instance, ledger: SandboxLedger): Promise<number> {
  const ours = await engine.listByLabel(`${INSTALLATION_LABEL}=${instance.installation}`);
  if (ours.length === 0) return 0;
  const alive = await instance.alive();
  const orphans = ours.filter(
    ({ id, labels }) =>
      !alive.has(labels[OWNER_LABEL] ?? "") ||
      ledger.get(id)?.isAbandoned === true ||
      ledger.isUnanswered(labels[CREATION_LABEL] ?? ""),
  );
  const removed = await Promise.allSettled(
    orphans.map(async ({ id }) => {
      await engine.remove(id);
      ledger.removed(id);
    }),
  );
  return removed.filter(({ status }) => status === "fulfilled").length;
}
