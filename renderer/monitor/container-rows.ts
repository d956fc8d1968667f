import type { ContainerSample, ContainerSummary } from "#shared/monitor.ts";
import { compareContainers, matchesFilter } from "./container-order.ts";
import { hasEnded, type MonitorState } from "./monitor-state.ts";

/** A line of the table: a container, or the title over those that have ended. */
export type TableItem = { kind: "container"; id: string } | { kind: "title"; text: string };

/**
 * What the table shows, in order: what is there as sorted, then what has ended in the last minutes, the latest first.
 * Ended ones keep out of the sorting, so that what runs is never pushed off the screen by what is gone.
 */
export function toTableItems(
  { containers, filter, sort }: MonitorState,
  latest: (id: string) => ContainerSample | undefined,
): TableItem[] {
  const matching = Object.values(containers ?? {}).filter((one) => matchesFilter(one, filter));
  const there = matching
    .filter((one) => !hasEnded(one))
    .sort(compareContainers(sort.key, sort.descending, latest))
    .map(toItem);
  const ended = matching.filter(hasEnded).sort((a, b) => toEnd(b) - toEnd(a));
  if (ended.length === 0) return there;
  const isRecent = ended.every(({ state }) => state === "removed");
  const text = `${isRecent ? "Ended in the last three minutes" : "Ended"} (${ended.length})`;
  return [...there, { kind: "title", text }, ...ended.map(toItem)];
}

const toItem = ({ id }: ContainerSummary): TableItem => ({ kind: "container", id });
const toEnd = ({ endedAt, createdAt }: ContainerSummary): number => Date.parse(endedAt ?? createdAt);

/** A key that changes only if a line is another, so that the same order is not drawn again. */
export const toItemKey = (item: TableItem): string => (item.kind === "container" ? item.id : "title");

/** Where the keyboard goes from a line: `by` lines on, over the title, and not past the ends. */
export function stepFrom(items: readonly TableItem[], activeId: string | null, by: number): string | null {
  const ids = items.flatMap((item) => (item.kind === "container" ? [item.id] : []));
  const at = activeId === null ? -1 : ids.indexOf(activeId);
  if (at < 0) return (by < 0 ? ids.at(-1) : ids[0]) ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))] ?? null;
}
