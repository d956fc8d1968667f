import type { CommandInput, CommandName, CommandOutput } from "#shared/contract.ts";
import { type Reply, SandpitError } from "#shared/errors.ts";
import type { Core } from "./core.ts";
import type { CommandContext } from "./dispatcher.ts";

/** Asks the core, and answers the value. @throws SandpitError where it has none. */
export async function callCore<N extends CommandName>(
  core: Pick<Core, "dispatch">,
  name: N,
  input: CommandInput<N>,
  context: CommandContext,
): Promise<CommandOutput<N>> {
  const reply = (await core.dispatch(name, input, context)) as Reply<CommandOutput<N>>;
  if (reply.ok) return reply.value;
  const { code, message, details } = reply.error;
  throw new SandpitError(code, message, details === undefined ? {} : { details });
}
