import type { CommandInput, CommandOutput } from "./contract.ts";
import type { Reply } from "./errors.ts";

type Call = (
  name: "history.list",
  input: CommandInput<"history.list">,
) => Promise<Reply<CommandOutput<"history.list">>>;

/** Those of the runs that are in history, in the order in which they were named. What cannot be read counts as there. */
export async function findKnownRuns(call: Call, seqs: readonly number[]): Promise<number[]> {
  const known: number[] = [];
  for (const seq of seqs) {
    const reply = await call("history.list", { before: seq + 1, size: 1 });
    if (!reply.ok || reply.value.entries[0]?.seq === seq) known.push(seq);
  }
  return known;
}
