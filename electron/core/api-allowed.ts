import { SandpitError } from "#shared/errors.ts";
import { callCore } from "./call-core.ts";
import type { Core } from "./core.ts";
import type { CommandContext } from "./dispatcher.ts";

/** The settings that switch the API on, for the two hosts that have it. */
export type ApiSwitch = "http.enabled" | "http.window";

/**
 * Asks whether the settings and the policy of this computer let the API be on. Asked anew for every call, because both
 * may change at any time.
 * @throws SandpitError `policy_forbids`, with who has switched it off.
 */
export async function checkApiIsAllowed(
  core: Pick<Core, "dispatch">,
  context: CommandContext,
  key: ApiSwitch = "http.enabled",
): Promise<void> {
  const { value, lockedBy } = await callCore(core, "settings.get", { key }, context);
  if (value === true) return;
  throw new SandpitError(
    "policy_forbids",
    lockedBy === null
      ? `The HTTP API is switched off in the settings. Switch it on with: sandpit settings set ${key} on.`
      : `The HTTP API is switched off on this computer: ${lockedBy} has set it so.`,
  );
}
