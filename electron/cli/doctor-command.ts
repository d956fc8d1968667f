import { hostname, userInfo } from "node:os";
import { toDoctorText } from "#shared/doctor-text.ts";
import type { DoctorFix } from "#shared/engine.ts";
import { toBuildCommand } from "./build-command.ts";
import { printFailure, printJson } from "./print.ts";
import type { Session } from "./session.ts";

/** What the window has a button for, as a command; looking for the engine again is what the doctor does. */
const COMMANDS: Partial<Record<DoctorFix["command"], string>> = {
  "images.build": toBuildCommand(),
  "cleanup.run": "sandpit clean",
};

/** `sandpit doctor`: exit code 1 where anything fails. `--text` says nothing of whose computer it is. */
export async function runDoctor(session: Session, { json, text }: { json?: boolean; text?: boolean }): Promise<number> {
  const reply = await session.call("doctor.run", {});
  if (!reply.ok) return printFailure(reply.error, json);
  const { checks } = reply.value;
  if (json) printJson({ checks });
  else if (text) process.stdout.write(toDoctorText(checks, [userInfo().username, hostname()]));
  else {
    for (const { status, title, detail, remedy, fix } of checks) {
      const lines = [`${status.padEnd(4)}  ${title}`, `      ${detail}`];
      if (remedy) lines.push(`      → ${remedy}`);
      if (fix && COMMANDS[fix.command]) lines.push(`        ${COMMANDS[fix.command]}`);
      process.stdout.write(`${lines.join("\n")}\n`);
    }
  }
  return checks.some(({ status }) => status === "fail") ? 1 : 0;
}
