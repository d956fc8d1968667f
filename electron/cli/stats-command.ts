import type { Failure } from "#shared/errors.ts";
import { formatBytes } from "#shared/format.ts";
import type { ContainerSample, ContainerSummary } from "#shared/monitor.ts";
import { shortId } from "./containers-command.ts";
import { printFailure, printJson, toTable } from "./print.ts";
import type { Session } from "./session.ts";

export interface StatsOptions {
  json?: boolean;
  all?: boolean;
  /** `--stream` or `--no-stream`; by default whatever suits who reads. */
  stream?: boolean;
}

const WATCHER = "stats";
const TITLES = ["ID", "NAME", "CPU", "MEMORY", "LIMIT", "PROCESSES", "BLOCK I/O", "NETWORK I/O"];

const both = (first: number | null, second: number | null): string =>
  first === null || second === null ? "-" : `${formatBytes(first)} / ${formatBytes(second)}`;

/** One line of the table; processor use is in hundredths of one processor, as `docker stats` has it. */
export const toStatsRow = (name: string, sample: ContainerSample | undefined, id: string): string[] => [
  shortId(id),
  name,
  sample?.cpuPercent == null ? "-" : `${sample.cpuPercent.toFixed(1)} %`,
  sample ? formatBytes(sample.memoryBytes) : "-",
  sample?.memoryLimitBytes == null ? "-" : formatBytes(sample.memoryLimitBytes),
  sample?.processes == null ? "-" : String(sample.processes),
  sample ? both(sample.blockReadBytes, sample.blockWriteBytes) : "-",
  sample ? both(sample.networkReceivedBytes, sample.networkSentBytes) : "-",
];

/**
 * `sandpit stats [ID…]`: a live table on a terminal until Ctrl-C; one measurement in a pipe, as JSON or with
 * `--no-stream`; with `--json --stream` one line for each sample, until Ctrl-C.
 */
export async function showStats(session: Session, references: string[], options: StatsOptions): Promise<number> {
  const { json, all = false } = options;
  const chosen = await choose(session, references, all);
  if ("failure" in chosen) return printFailure(chosen.failure, json);
  const live = options.stream ?? (!json && process.stdout.isTTY);
  if (live) return follow(session, references.length > 0 ? chosen.containers : null, all, json ?? false);
  const running = chosen.containers.filter(({ state }) => state === "running");
  const replies = await Promise.all(running.map(({ id }) => session.call("containers.sample", { id })));
  const samples = replies.flatMap((reply) => (reply.ok ? [reply.value] : []));
  if (json) printJson({ samples });
  else {
    const rows = running.map(({ id, name }) =>
      toStatsRow(
        name,
        samples.find((sample) => sample.id === id),
        id,
      ),
    );
    process.stdout.write(toTable([TITLES, ...rows]));
  }
  return 0;
}

async function choose(
  session: Session,
  references: readonly string[],
  all: boolean,
): Promise<{ containers: ContainerSummary[] } | { failure: Failure }> {
  if (references.length === 0) {
    const reply = await session.call("containers.list", { all });
    return reply.ok ? reply.value : { failure: reply.error };
  }
  const containers: ContainerSummary[] = [];
  for (const id of references) {
    const reply = await session.call("containers.inspect", { id });
    if (!reply.ok) return { failure: reply.error };
    containers.push(reply.value.summary);
  }
  return { containers };
}

/** @param only These containers; `null` for whatever runs. */
async function follow(
  session: Session,
  only: readonly ContainerSummary[] | null,
  all: boolean,
  json: boolean,
): Promise<number> {
  const known = new Map<string, ContainerSummary>();
  const samples = new Map<string, ContainerSample>();
  const wanted = new Set(only?.map(({ id }) => id));
  const take = (containers: readonly ContainerSummary[]) => {
    for (const container of containers)
      if (only === null ? all || container.ours : wanted.has(container.id)) known.set(container.id, container);
  };
  const running = () => [...known.values()].filter(({ state }) => state === "running");
  const ask = () =>
    void session.call("monitor.watchStats", {
      watcher: WATCHER,
      ids: running()
        .map(({ id }) => id)
        .slice(0, 100),
    });
  const draw = () => {
    const rows = running().map(({ id, name }) => toStatsRow(name, samples.get(id), id));
    // From the top of a cleared screen, as `docker stats` does.
    process.stdout.write(`\x1b[H\x1b[2J${toTable([TITLES, ...rows])}`);
  };

  session.events.on("container.changed", (container) => {
    take([container]);
    ask();
  });
  session.events.on("containers.listed", ({ containers }) => {
    known.clear();
    take(containers);
    ask();
  });
  session.events.on("container.sampled", (sample) => {
    samples.set(sample.id, sample);
    if (json) printJson(sample);
  });
  const interrupted = new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
    process.stdout.once("error", () => resolve());
  });
  const reply = await session.call("monitor.watch", { watcher: WATCHER, all: all || only !== null });
  if (!reply.ok) return printFailure(reply.error, json);
  take(reply.value.containers);
  ask();
  const drawing = json ? undefined : setInterval(draw, 1_000);
  await interrupted;
  clearInterval(drawing);
  await session.call("monitor.unwatch", { watcher: WATCHER });
  return 0;
}
