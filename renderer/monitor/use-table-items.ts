import { useRef } from "react";
import { useStore } from "zustand";
import { useSession } from "../session/use-session.ts";
import { type TableItem, toItemKey, toTableItems } from "./container-rows.ts";
import { isMeasure } from "./monitor-state.ts";
import { useBeat } from "./use-beat.ts";

/** Measured values change places of rows at most this often, or nobody could read them. */
const REORDER_EVERY_MS = 3_000;

/** The table's lines. The same array as long as no line changes its place. */
export function useTableItems(): readonly TableItem[] {
  const { stores, samples } = useSession();
  const state = useStore(stores.monitor);
  const nowMs = useBeat();
  const kept = useRef<{ items: readonly TableItem[]; state: typeof state; atMs: number } | null>(null);
  const before = kept.current;
  const isDue = before && isMeasure(state.sort.key) && nowMs - before.atMs >= REORDER_EVERY_MS;
  if (before && before.state === state && !isDue) return before.items;
  const items = toTableItems(state, samples.latest);
  const isSame =
    before?.items.length === items.length &&
    items.every((item, index) => {
      const other = before.items[index];
      return other !== undefined && toItemKey(item) === toItemKey(other);
    });
  const shown = isSame && before ? withTitles(before.items, items) : items;
  kept.current = { items: shown, state, atMs: nowMs };
  return shown;
}

/** The lines as they were, unless a title says something else now. */
function withTitles(before: readonly TableItem[], items: readonly TableItem[]): readonly TableItem[] {
  const changed = items.some((item, index) => {
    const other = before[index];
    return item.kind === "title" && other?.kind === "title" && item.text !== other.text;
  });
  return changed ? items : before;
}
