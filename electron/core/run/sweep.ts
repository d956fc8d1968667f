import type { Engine } from "../engine/engine.ts";
import type { Instance } from "../store/instance.ts";
import { INSTALLATION_LABEL, OWNER_LABEL } from "./sandbox-spec.ts";

/**
 * Removes the sandboxes that processes of this installation left behind when they were killed. Touches no other
 * container: not one without our label, not one of another installation, not one of a process that is alive.
 *
 * @returns How many were removed.
 */
export async function sweepOrphans(engine: Engine, instance: Instance): Promise<number> {
  const ours = await engine.listByLabel(`${INSTALLATION_LABEL}=${instance.installation}`);
  if (ours.length === 0) return 0;
  const alive = await instance.alive();
  const orphans = ours.filter(({ labels }) => !alive.has(labels[OWNER_LABEL] ?? ""));
  const removed = await Promise.allSettled(orphans.map(({ id }) => engine.remove(id)));
  return removed.filter(({ status }) => status === "fulfilled").length;
}
