import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { HistoryEntry } from "#shared/history-schema.ts";
import { useSession } from "../session/use-session.ts";
import { StateMark } from "../ui/state-mark.tsx";
import { ENDING_MARKS, SOURCE_WORDS, toBackendWords, toDurationWords, toTimeWords } from "./history-words.ts";

const ROW_HEIGHT = 40;
const PAGE_ROWS = 10;
/** The next page is asked for when this many rows are left below the view: before anybody can scroll past them. */
const AHEAD_ROWS = 100;

const toRowId = (seq: number): string => `run-${seq}`;

/** The runs, newest first. Only the rows in view exist; the pages below are read before one comes to them. */
export function HistoryTable({ entries }: { entries: readonly HistoryEntry[] }) {
  const { stores, history } = useSession();
  const { activeSeq, open, selected, next } = useStore(stores.history);
  const languages = useStore(stores.languages, ({ list }) => list);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
    overscan: 20,
    getItemKey: (index) => entries[index]?.seq ?? index,
  });
  const virtual = rows.getVirtualItems();
  const lastShown = virtual.at(-1)?.index ?? 0;
  useEffect(() => {
    if (next !== null && lastShown > entries.length - AHEAD_ROWS) void history.more();
  }, [history, next, lastShown, entries.length]);

  const step = (by: number) => {
    const at = entries.findIndex(({ seq }) => seq === activeSeq);
    const index = Math.min(entries.length - 1, Math.max(0, at < 0 ? 0 : at + by));
    const entry = entries[index];
    if (!entry) return;
    stores.history.dispatch({ type: "activated", seq: entry.seq });
    rows.scrollToIndex(index);
    if (open) void history.open(entry.seq);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: PAGE_ROWS,
      PageUp: -PAGE_ROWS,
      Home: -entries.length,
      End: entries.length,
    };
    const by = steps[event.key];
    if (by !== undefined) step(by);
    else if (event.key === "Enter" && activeSeq !== null) void history.open(activeSeq);
    else if (event.key === " " && activeSeq !== null)
      stores.history.dispatch({ type: "selected", seqs: [activeSeq], on: !selected.has(activeSeq) });
    else if (event.key === "Escape" && open) stores.history.dispatch({ type: "closed" });
    else return;
    event.preventDefault();
  };

  const before = virtual[0]?.start ?? 0;
  const after = rows.getTotalSize() - (virtual.at(-1)?.end ?? 0);
  const isAll = entries.length > 0 && entries.every(({ seq }) => selected.has(seq));
  return (
    <div className="runs" ref={scroller}>
      <table
        className="runs__table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is the table that the arrow keys walk.
        role="grid"
        aria-label="Runs"
        aria-rowcount={next === null ? entries.length + 1 : -1}
        aria-multiselectable
        aria-activedescendant={activeSeq === null ? undefined : toRowId(activeSeq)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.target === event.currentTarget && activeSeq === null && step(0)}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th data-column="select">
              <input
                type="checkbox"
                aria-label="Choose all runs shown"
                checked={isAll}
                onChange={(event) =>
                  stores.history.dispatch({
                    type: "selected",
                    seqs: entries.map(({ seq }) => seq),
                    on: event.target.checked,
                  })
                }
              />
            </th>
            <th data-column="ending">Ended</th>
            <th data-column="time">When</th>
            <th data-column="language">Language</th>
            <th data-column="code">Program</th>
            <th data-column="wall">Took</th>
            <th data-column="backend">Isolation</th>
            <th data-column="source">From</th>
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {virtual.map(({ index, key }) => {
            const entry = entries[index];
            if (!entry) return null;
            const { seq, ending, at, language, preview, wallMs, backend, source, entry: file, repeats } = entry;
            const { word, tone, icon } = ENDING_MARKS[ending];
            const isSelected = selected.has(seq);
            return (
              <tr
                key={key}
                id={toRowId(seq)}
                className="runs__row"
                aria-rowindex={index + 2}
                aria-selected={isSelected}
                data-active={seq === activeSeq || undefined}
                data-open={seq === open?.seq || undefined}
                onClick={() => void history.open(seq)}
              >
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the box must not open the run. */}
                <td data-column="select" onClick={(event) => event.stopPropagation()}>
                  <input
                    type="checkbox"
                    tabIndex={-1}
                    aria-label={`Choose run ${seq}`}
                    checked={isSelected}
                    onChange={() => stores.history.dispatch({ type: "selected", seqs: [seq], on: !isSelected })}
                  />
                </td>
                <td data-column="ending">
                  <StateMark tone={tone} icon={icon}>
                    {word}
                  </StateMark>
                </td>
                <td data-column="time" title={new Date(at).toLocaleString()}>
                  {toTimeWords(at)}
                </td>
                <td data-column="language">{languages.find(({ id }) => id === language)?.label ?? language}</td>
                <td data-column="code" title={preview}>
                  <span className="runs__file">{file}</span>
                  {repeats > 0 ? <span>{` and ${repeats} more like it`}</span> : <code>{preview}</code>}
                </td>
                <td data-column="wall">{toDurationWords(wallMs)}</td>
                <td data-column="backend" data-insecure={backend === "local" || undefined}>
                  {toBackendWords(backend)}
                </td>
                <td data-column="source">{SOURCE_WORDS[source]}</td>
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  );
}
