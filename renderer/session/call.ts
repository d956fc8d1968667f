import type { AnyCommandInput, AnyCommandName, AnyCommandOutput, Bridge } from "#shared/contract.ts";
import type { Reply } from "#shared/errors.ts";

/** Calls a command and always gets a reply: a transport that breaks is a failure like any other. */
export type Call = <N extends AnyCommandName>(
  name: N,
  input: AnyCommandInput<N>,
) => Promise<Reply<AnyCommandOutput<N>>>;

/** Wraps the bridge's `call` so that it never rejects. */
export function createCall(bridge: Bridge): Call {
  return async (name, input) => {
    try {
      return await bridge.call(name, input);
    } catch {
      return {
        ok: false,
        error: {
          code: "internal",
          message:
            "Sandpit's background process did not answer. Your text is still here; try again, or restart Sandpit.",
        },
      };
    }
  };
}
