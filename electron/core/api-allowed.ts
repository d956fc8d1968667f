import { SandpitError } from "#shared/errors.ts";
import { callCore } from "./call-core.ts";
import type { Core } from "./core.ts";
import type { CommandContext } from "./dispatcher.ts";

/**
 * Asks whether the policy of this computer lets the API be on: whoever starts a server means it to answer, so that the
 * setting of the window does not count here. Asked anew for every call, because a policy may come at any time.
 * @throws SandpitError `policy_forbids`, with who has set it.
 */
export async function checkApiIsAllowed(core: Pick<Core, "dispatch">, context: CommandContext): Promise<void> {
  const { value, lockedBy } = await callCore(core, "settings.get", { key: "http.enabled" }, context);
  if (lockedBy === null || value === true) return;
  throw new SandpitError("policy_forbids", `The HTTP API is switched off on this computer: ${lockedBy} has set it so.`);
}
