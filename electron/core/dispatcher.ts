import type * as z from "zod";
import { type CommandName, type CommandOutput, commands } from "#shared/contract.ts";
import { type Failure, type Reply, SandpitError, toFailure } from "#shared/errors.ts";
import type { Language } from "#shared/languages.ts";
import type { Source } from "#shared/run.ts";

/** Who asks, as the transport knows it; nothing of it comes from the caller's input. */
export interface CommandContext {
  source: Source;
  /** Whether this caller's user has agreed to programs running without isolation. */
  mayRunLocally: () => boolean;
  /**
   * Asks whether an image may be built from files that did not come with Sandpit: their commands have the network. A host
   * without it builds none.
   */
  mayBuild?: (language: Language) => Promise<boolean>;
}

/** One function for every command of the contract; a missing one does not compile. */
export type Handlers = {
  [N in CommandName]: (
    input: z.output<(typeof commands)[N]["input"]>,
    context: CommandContext,
  ) => Promise<CommandOutput<N>> | CommandOutput<N>;
};

/** The handlers of some of the commands. */
export type HandlersFor<N extends CommandName> = Pick<Handlers, N>;

export type Dispatch = (name: string, input: unknown, context: CommandContext) => Promise<Reply<unknown>>;

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);

/** Told of an input that its command's schema refuses. */
type OnRefused = (name: CommandName, input: unknown, context: CommandContext, failure: Failure) => void;

/** Checks a command's input, calls its handler, and turns whatever is thrown into a failure. Never rejects. */
export function createDispatcher(
  handlers: Handlers,
  log: (line: string, error?: unknown) => void,
  onRefused: OnRefused = () => {},
): Dispatch {
  return async (name, input, context) => {
    try {
      if (!isCommand(name))
        throw new SandpitError("not_found", `There is no command named ${JSON.stringify(name.slice(0, 80))}.`);
      const parsed = commands[name].input.safeParse(input);
      if (!parsed.success) {
        const refusal = toInvalidInput(parsed.error);
        onRefused(name, input, context, toFailure(refusal));
        throw refusal;
      }
      const handler = handlers[name] as (input: unknown, context: CommandContext) => unknown;
      return { ok: true, value: await handler(parsed.data, context) };
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === "internal") log(`The command ${name} failed`, error);
      return { ok: false, error: failure };
    }
  };
}

/** Names the first thing that is wrong with an input, and where. */
export function toInvalidInput(error: z.ZodError): SandpitError {
  const [issue] = error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  return new SandpitError("invalid_input", `${where}${issue?.message ?? "The input is not understood."}`, {
    details: { issues: error.issues.slice(0, 10).map(({ path, message }) => ({ path: path.join("."), message })) },
  });
}
