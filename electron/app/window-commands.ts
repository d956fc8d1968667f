import type * as z from "zod";
import { type AnyCommandOutput, type WindowCommandName, windowCommands } from "#shared/contract.ts";
import type { Reply } from "#shared/errors.ts";
import { toInvalidInput } from "../core/dispatcher.ts";

type WindowInput<N extends WindowCommandName> = z.output<(typeof windowCommands)[N]["input"]>;

/** One handler for every command that only a host with a window can answer; a missing one does not compile. */
export type WindowHandlers = {
  [N in WindowCommandName]: (input: WindowInput<N>) => Promise<AnyCommandOutput<N>>;
};

const isWindowCommand = (name: string): name is WindowCommandName => Object.hasOwn(windowCommands, name);

/** Answers a window command, after checking its input. `null` where `name` is not one. Fails by throwing. */
export async function answerWindowCommand(
  handlers: WindowHandlers,
  name: string,
  input: unknown,
): Promise<Reply<unknown> | null> {
  if (!isWindowCommand(name)) return null;
  return { ok: true, value: await answer(handlers, name, input) };
}

async function answer<N extends WindowCommandName>(
  handlers: WindowHandlers,
  name: N,
  input: unknown,
): Promise<unknown> {
  const parsed = windowCommands[name].input.safeParse(input);
  if (!parsed.success) throw toInvalidInput(parsed.error);
  // The schema is the one that belongs to `name`, which the compiler cannot follow through a union of schemas.
  return handlers[name](parsed.data as WindowInput<N>);
}
