import type * as z from "zod";
import { type CommandOutput, commands } from "#shared/contract.ts";
import type { Reply } from "#shared/errors.ts";
import { toInvalidInput } from "../core/dispatcher.ts";
import type { PreferencesStore } from "../core/store/preferences-store.ts";
import type { WorkspaceStore } from "../core/store/workspace-store.ts";

type EarlyName = "workspace.load" | "workspace.save" | "preferences.get" | "preferences.set";
type EarlyHandlers = {
  [N in EarlyName]: (input: z.output<(typeof commands)[N]["input"]>) => Promise<CommandOutput<N>>;
};

/**
 * What the page asks for before it can show anything, answered without the core, which is still to be loaded. In this
 * host the core's own stores are therefore never used. `null` where `name` is not one of these commands.
 */
export function createEarlyCommands(options: {
  workspace: WorkspaceStore;
  preferences: PreferencesStore;
}): (name: string, input: unknown) => Promise<Reply<unknown> | null> {
  const { workspace, preferences } = options;
  const handlers: EarlyHandlers = {
    "workspace.load": () => workspace.load(),
    "workspace.save": async (input) => {
      await workspace.save(input);
      return {};
    },
    "preferences.get": () => preferences.get(),
    "preferences.set": (input) => preferences.set(input),
  };
  const isEarly = (name: string): name is EarlyName => Object.hasOwn(handlers, name);

  const answer = async <N extends EarlyName>(name: N, input: unknown): Promise<Reply<unknown>> => {
    const parsed = commands[name].input.safeParse(input);
    if (!parsed.success) throw toInvalidInput(parsed.error);
    // The schema is the one that belongs to `name`, which the compiler cannot follow through a union of schemas.
    return { ok: true, value: await handlers[name](parsed.data as z.output<(typeof commands)[N]["input"]>) };
  };

  return async (name, input) => (isEarly(name) ? answer(name, input) : null);
}
