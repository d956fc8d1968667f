import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronUp } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useSession } from "../session/use-session.ts";
import type { SortKey } from "./container-order.ts";
import { ContainerRow, toRowId } from "./container-row.tsx";
import { stepFrom, type TableItem, toItemKey } from "./container-rows.ts";
import { hasEnded, isMeasure } from "./monitor-state.ts";

const ROW_HEIGHT = 40;
const PAGE_ROWS = 10;

const COLUMNS: readonly { key: SortKey; label: string; title?: string }[] = [
  { key: "state", label: "State" },
  { key: "name", label: "Container" },
  { key: "languages", label: "Language" },
  { key: "run", label: "Run" },
  { key: "age", label: "Age" },
  { key: "cpu", label: "Processor", title: "100 % is one whole processor" },
  { key: "memory", label: "Memory" },
  { key: "processes", label: "Proc.", title: "Processes" },
  { key: "block", label: "Disk", title: "Read from disk / written to disk" },
  { key: "network", label: "Network", title: "Received / sent" },
];

interface ContainerTableProps {
  items: readonly TableItem[];
  onRemove(id: string): void;
}

/** The containers. Only the rows in view exist, and only they are measured. */
export function ContainerTable({ items, onRemove }: ContainerTableProps) {
  const { stores, monitor } = useSession();
  const activeId = useStore(stores.monitor, (state) => state.activeId);
  const openId = useStore(stores.monitor, (state) => state.openId);
  const sort = useStore(stores.monitor, (state) => state.sort);
  const containers = useStore(stores.monitor, (state) => state.containers);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    // The head stands over the rows and takes the place of one.
    scrollPaddingStart: ROW_HEIGHT,
    overscan: 3,
    getItemKey: (index) => {
      const item = items[index];
      return item ? toItemKey(item) : index;
    },
  });
  const virtual = rows.getVirtualItems();
  const isThere = (id: string) => {
    const one = containers?.[id];
    return one !== undefined && !hasEnded(one) && one.state !== "created";
  };
  // What is sorted by has to be known of all; otherwise of what is in view.
  const measured = (isMeasure(sort.key) ? items : virtual.map(({ index }) => items[index]))
    .flatMap((item) => (item?.kind === "container" && isThere(item.id) ? [item.id] : []))
    .concat(openId !== null && isThere(openId) ? [openId] : []);
  const wanted = [...new Set(measured)].join(" ");
  useEffect(() => monitor.measure(wanted === "" ? [] : wanted.split(" ")), [monitor, wanted]);

  const go = (id: string | null) => {
    if (id === null) return;
    stores.monitor.dispatch({ type: "activated", id });
    rows.scrollToIndex(items.findIndex((item) => item.kind === "container" && item.id === id));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: PAGE_ROWS,
      PageUp: -PAGE_ROWS,
      Home: -items.length,
      End: items.length,
    };
    const by = steps[event.key];
    if (by !== undefined) go(event.key === "Home" ? stepFrom(items, null, 1) : stepFrom(items, activeId, by));
    else if (event.key === "Enter" && activeId !== null) stores.monitor.dispatch({ type: "opened", id: activeId });
    else if (event.key === "Escape" && openId !== null) stores.monitor.dispatch({ type: "closed" });
    else if (event.key === "Delete" && activeId !== null && containers?.[activeId]?.ours && isThere(activeId))
      onRemove(activeId);
    else return;
    event.preventDefault();
  };

  const before = virtual[0]?.start ?? 0;
  const after = rows.getTotalSize() - (virtual.at(-1)?.end ?? 0);
  return (
    <div className="containers list" ref={scroller}>
      <table
        className="containers__table list__table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is the table that the arrow keys walk.
        role="grid"
        aria-label="Containers"
        aria-rowcount={items.length + 1}
        aria-activedescendant={activeId === null ? undefined : toRowId(activeId)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          // A click says itself which row it means.
          const isByKey = event.target === event.currentTarget && event.currentTarget.matches(":focus-visible");
          if (isByKey && activeId === null) go(stepFrom(items, null, 1));
        }}
      >
        <thead>
          <tr aria-rowindex={1}>
            {COLUMNS.map(({ key, label, title }) => (
              <th
                key={key}
                data-column={key}
                aria-sort={sort.key === key ? (sort.descending ? "descending" : "ascending") : undefined}
              >
                <button
                  type="button"
                  className="containers__sort"
                  title={title ?? `Sort by ${label.toLowerCase()}`}
                  onClick={() => stores.monitor.dispatch({ type: "sorted", key })}
                >
                  {label}
                  {sort.key === key && <SortIcon descending={sort.descending} />}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {virtual.map(({ index, key }) => {
            const item = items[index];
            if (!item) return null;
            if (item.kind === "title")
              return (
                <tr key={key} className="containers__group" aria-rowindex={index + 2}>
                  <th colSpan={2} scope="rowgroup">
                    {item.text}
                  </th>
                  {/* One cell for each column: a cell over all of them would bring hidden ones back. */}
                  {COLUMNS.slice(2).map((column) => (
                    <td key={column.key} data-column={column.key} />
                  ))}
                </tr>
              );
            return (
              <ContainerRow
                key={key}
                id={item.id}
                rowIndex={index + 2}
                isActive={item.id === activeId}
                isOpen={item.id === openId}
              />
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  );
}

function SortIcon({ descending }: { descending: boolean }) {
  const Icon = descending ? ChevronDown : ChevronUp;
  return <Icon size={14} aria-hidden />;
}
