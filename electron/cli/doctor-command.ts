import { hostname, userInfo } from "node:os";
import { toDoctorText } from "#shared/doctor-text.ts";
import { printFailure, printJson } from "./print.ts";
import type { Session } from "./session.ts";

/** `sandpit doctor`: exit code 1 where anything fails. `--text` says nothing of whose computer it is. */
export async function runDoctor(session: Session, { json, text }: { json?: boolean; text?: boolean }): Promise<number> {
  const reply = await session.call("doctor.run", {});
  if (!reply.ok) return printFailure(reply.error, json);
  const { checks } = reply.value;
  if (json) printJson({ checks });
  else if (text) process.stdout.write(toDoctorText(checks, [userInfo().username, hostname()]));
  else {
    for (const { status, title, detail, remedy } of checks) {
      process.stdout.write(`${status.padEnd(4)}  ${title}\n      ${detail}\n${remedy ? `      → ${remedy}\n` : ""}`);
    }
  }
  return checks.some(({ status }) => status === "fail") ? 1 : 0;
}
