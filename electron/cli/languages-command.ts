import { printFailure, printJson, printTable } from "./print.ts";
import type { Session } from "./session.ts";

/** `sandpit languages` */
export async function listLanguages(session: Session, { json }: { json?: boolean }): Promise<number> {
  const reply = await session.call("languages.list", {});
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else printTable(reply.value.map(({ id, label, extensions }) => [id, label, extensions.join(" ")]));
  return 0;
}
