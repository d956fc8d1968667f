import { formatDuration } from "#shared/format.ts";
import type { ContainerSummary } from "#shared/monitor.ts";
import { printFailure, printJson, printTable } from "./print.ts";
import type { Session } from "./session.ts";

export const shortId = (id: string): string => id.slice(0, 12);

/** What a container is doing, in a word or two: what we use it for where it is ours, else the engine's own word. */
const toDoing = ({ role, state, ours, mine }: ContainerSummary): string => {
  if (role !== null && role !== "finished") return role;
  return ours && !mine && state === "running" ? "in use" : state;
};

const toRow = (container: ContainerSummary): string[] => {
  const { id, name, ours, languages, runId, createdAt, image } = container;
  const age = formatDuration(Math.max(1, Date.now() - Date.parse(createdAt)));
  return [shortId(id), name, toDoing(container), ours ? languages.join(", ") : "-", runId ?? "-", age, image];
};

/** `sandpit ps`: the sandboxes of this installation; `--all`: every container on the engine. */
export async function listContainers(
  session: Session,
  { json, all = false }: { json?: boolean; all?: boolean },
): Promise<number> {
  const reply = await session.call("containers.list", { all });
  if (!reply.ok) return printFailure(reply.error, json);
  const { containers } = reply.value;
  if (json) printJson({ containers });
  else if (containers.length === 0) process.stderr.write("No sandboxes. A program that runs has one.\n");
  else printTable([["ID", "NAME", "STATE", "LANGUAGE", "RUN", "AGE", "IMAGE"], ...containers.map(toRow)]);
  return 0;
}

/** `sandpit logs ID`: what it printed, each stream where it belongs. */
export async function showLog(session: Session, id: string, { json }: { json?: boolean }): Promise<number> {
  const reply = await session.call("containers.log", { id });
  if (!reply.ok) return printFailure(reply.error, json);
  const { parts, notice, truncated } = reply.value;
  if (json) {
    printJson(reply.value);
    return 0;
  }
  for (const { stream, text } of parts) process[stream].write(text);
  if (notice) process.stderr.write(`${notice}\n`);
  if (truncated) process.stderr.write("sandpit: Not all of it is kept.\n");
  return 0;
}

/** `sandpit top ID`: its processes. */
export async function showProcesses(session: Session, id: string, { json }: { json?: boolean }): Promise<number> {
  const reply = await session.call("containers.processes", { id });
  if (!reply.ok) return printFailure(reply.error, json);
  if (json) printJson(reply.value);
  else printTable([reply.value.titles, ...reply.value.rows]);
  return 0;
}

/** `sandpit stop ID…`: ends runs and removes their sandboxes; `--all`: those of the whole installation. */
export async function stopContainers(
  session: Session,
  ids: string[],
  { json, all = false }: { json?: boolean; all?: boolean },
): Promise<number> {
  if (all) {
    const reply = await session.call("containers.removeAll", {});
    if (!reply.ok) return printFailure(reply.error, json);
    if (json) printJson(reply.value);
    else process.stdout.write(`Removed ${reply.value.removed}.\n`);
    return 0;
  }
  if (ids.length === 0)
    return printFailure({ code: "invalid_input", message: "Name a sandbox to stop, or give --all." }, json);
  for (const id of ids) {
    const reply = await session.call("containers.stop", { id });
    if (!reply.ok) return printFailure(reply.error, json);
    if (!json) process.stdout.write(`${id}\n`);
  }
  if (json) printJson({ stopped: ids });
  return 0;
}
