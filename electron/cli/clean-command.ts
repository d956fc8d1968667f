import { formatBytes } from "#shared/format.ts";
import { printFailure, printJson, printTable } from "./print.ts";
import type { Session } from "./session.ts";

const KINDS = { container: "container", image: "image", build_cache: "build cache" };

/** `sandpit clean`: removes what Sandpit has left on the engine; `--dry-run` says what that would be. */
export async function clean(
  session: Session,
  { json, dryRun = false }: { json?: boolean; dryRun?: boolean },
): Promise<number> {
  const reply = await session.call(dryRun ? "cleanup.preview" : "cleanup.run", {});
  if (!reply.ok) return printFailure(reply.error, json);
  const { items, totalBytes, failures } = reply.value;
  if (json) printJson(reply.value);
  else {
    printTable(items.map(({ kind, name, sizeBytes, reason }) => [KINDS[kind], name, formatBytes(sizeBytes), reason]));
    for (const { item, message } of failures) console.error(`sandpit: ${item.name}: ${message}`);
    const what = `${items.length} ${items.length === 1 ? "item" : "items"}, ${formatBytes(totalBytes)}`;
    const nothing = items.length === 0 && failures.length === 0;
    process.stdout.write(
      nothing ? "There is nothing to remove.\n" : `${dryRun ? "Would remove" : "Removed"} ${what}.\n`,
    );
  }
  return failures.length > 0 ? 1 : 0;
}
