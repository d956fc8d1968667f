import type { ContainerSample, ContainerSummary } from "#shared/monitor.ts";
import { toOutcomeWords, toStateWords } from "./container-words.ts";

export type SortKey =
  | "state"
  | "name"
  | "languages"
  | "run"
  | "age"
  | "cpu"
  | "memory"
  | "processes"
  | "block"
  | "network";

type LatestOf = (id: string) => ContainerSample | undefined;
type Value = number | string | null;

/** What a column is sorted by; `null` is not known, and comes last either way. */
function toValue(key: SortKey, one: ContainerSummary, latest: LatestOf): Value {
  const sample = latest(one.id);
  switch (key) {
    case "state":
      return toStateRank(one);
    case "name":
      return one.name.toLowerCase();
    case "languages":
      return one.languages.join(" ") || null;
    case "run":
      return one.runId;
    case "age":
      return -Date.parse(one.createdAt);
    case "cpu":
      return sample?.cpuPercent ?? null;
    case "memory":
      return sample?.memoryBytes ?? null;
    case "processes":
      return sample?.processes ?? null;
    case "block":
      return add(sample?.blockReadBytes, sample?.blockWriteBytes);
    case "network":
      return add(sample?.networkReceivedBytes, sample?.networkSentBytes);
  }
}

const add = (one: number | null | undefined, other: number | null | undefined): number | null =>
  typeof one === "number" || typeof other === "number" ? (one ?? 0) + (other ?? 0) : null;

/** Ours before others, what runs before what waits. */
function toStateRank({ ours, role, state }: ContainerSummary): number {
  const roles = { running: 0, starting: 1, warm: 2, finished: 3 } as const;
  if (ours) return role ? roles[role] : 4;
  return state === "running" ? 5 : 6;
}

/** Compares by a column; equals stay in a fixed order, the newest first, so that rows do not change places. */
export function compareContainers(
  key: SortKey,
  descending: boolean,
  latest: LatestOf,
): (a: ContainerSummary, b: ContainerSummary) => number {
  return (a, b) => {
    const [one, other] = [toValue(key, a, latest), toValue(key, b, latest)];
    if (one !== other) {
      if (one === null) return 1;
      if (other === null) return -1;
      return (one < other ? -1 : 1) * (descending ? -1 : 1);
    }
    return Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? -1 : 1);
  };
}

/** Whether every word of the filter is somewhere in what the row says. */
export function matchesFilter(one: ContainerSummary, filter: string): boolean {
  const { id, name, image, languages, runId } = one;
  const text = [id, name, image, ...languages, runId, toOutcomeWords(one), toStateWords(one)].join(" ").toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
