import { toBegunAnewWords } from "#shared/audit-text.ts";
import { printParts } from "./history-command.ts";
import { printFailure, printJson } from "./print.ts";
import type { Session } from "./session.ts";

/** `sandpit audit verify`: exit code 1 where a record is not as it was written. */
export async function verifyAudit(session: Session, { json }: { json?: boolean }): Promise<number> {
  const reply = await session.call("audit.verify", {});
  if (!reply.ok) return printFailure(reply.error, json);
  const { ok, records, firstSeq, lastSeq, pruned, problem } = reply.value;
  const begunAnew = toBegunAnewWords(reply.value);
  if (json) printJson(reply.value);
  else if (problem) process.stdout.write(`FAILED  ${problem.message}${begunAnew}\n`);
  else if (records === 0) process.stdout.write("ok  The audit trail is empty.\n");
  else {
    const before = pruned > 0 ? ` The ${pruned} before were pruned.` : "";
    const read =
      records === 1
        ? `1 record, number ${firstSeq}, is as it was`
        : `${records} records, ${firstSeq} to ${lastSeq}, are as they were`;
    process.stdout.write(`ok  ${read} written.${before}${begunAnew}\n`);
  }
  return ok ? 0 : 1;
}

/** `sandpit audit export`: JSON Lines on standard output, oldest first. */
export const exportAudit = (session: Session, { json }: { json?: boolean }): Promise<number> =>
  printParts(session, json, (after) => session.call("audit.export", { ...(after !== null && { after }) }));
