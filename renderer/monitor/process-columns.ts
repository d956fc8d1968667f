import type { ProcessTable } from "#shared/monitor.ts";

/** What a learner looks for, by the names that engines give it. The rest is how a system keeps its books. */
const WANTED = [
  ["PID"],
  ["USER", "UID"],
  ["%CPU", "CPU", "C"],
  ["%MEM", "RSS"],
  ["TIME", "ELAPSED"],
  ["COMMAND", "CMD", "ARGS"],
];

/** The columns worth their room, in a fixed order; all of them where the engine uses names that are not known. */
export function toProcessColumns({ titles, rows }: ProcessTable): ProcessTable {
  const chosen = WANTED.flatMap((names) => {
    const at = titles.findIndex((title) => names.includes(title.toUpperCase()));
    return at < 0 ? [] : [at];
  });
  const last = titles[chosen.at(-1) ?? -1];
  if (chosen.length < 3 || last === undefined || !WANTED.at(-1)?.includes(last.toUpperCase())) return { titles, rows };
  const pick = (cells: readonly string[]) => chosen.map((at) => cells[at] ?? "");
  return { titles: pick(titles), rows: rows.map(pick) };
}
