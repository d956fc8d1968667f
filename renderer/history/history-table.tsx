import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { HistoryEntry } from "#shared/history-schema.ts";
import { useSession } from "../session/use-session.ts";
import { StateMark } from "../ui/state-mark.tsx";
import {
  ENDING_MARKS,
  SOURCE_WORDS,
  toBackendWords,
  toDurationWords,
  toShortLanguage,
  toTimeWords,
} from "./history-words.ts";
import "./history-table.css";

const ROW_HEIGHT = 40;
const PAGE_ROWS = 10;
/** The next page is asked for when this many rows are left below the view: before anybody can scroll past them. */
const AHEAD_ROWS = 400;

const toRowId = (seq: number): string => `run-${seq}`;

interface HistoryTableProps {
  entries: readonly HistoryEntry[];
  onDelete(seqs: readonly number[]): void;
}

/** The runs, newest first. Only the rows in view exist; the pages below are read before one comes to them. */
export function HistoryTable({ entries, onDelete }: HistoryTableProps) {
  const { stores, history } = useSession();
  const { activeSeq, open, selected, next, version } = useStore(stores.history);
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its top.
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [version]);

  const step = (by: number) => {
    const at = entries.findIndex(({ seq }) => seq === activeSeq);
    const index = Math.min(entries.length - 1, Math.max(0, at < 0 ? 0 : at + by));
    const entry = entries[index];
    if (!entry) return;
    stores.history.dispatch({ type: "activated", seq: entry.seq });
    rows.scrollToIndex(index);
    if (open) void history.open(entry.seq);
  };
  const choose = (seqs: readonly number[], on: boolean) => stores.history.dispatch({ type: "selected", seqs, on });
  /** With Shift, all from the row that was active up to this one. */
  const chooseUpTo = (seq: number, on: boolean, withRange: boolean) => {
    const [from, to] = [activeSeq ?? seq, seq].map((one) => entries.findIndex((entry) => entry.seq === one));
    const range = withRange && from !== undefined && from >= 0 && to !== undefined;
    const seqs = range ? entries.slice(Math.min(from, to), Math.max(from, to) + 1).map((entry) => entry.seq) : [seq];
    stores.history.dispatch({ type: "activated", seq });
    choose(seqs, on);
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
    else if (event.key === " " && activeSeq !== null) choose([activeSeq], !selected.has(activeSeq));
    else if (event.key === "Delete" && activeSeq !== null) onDelete(selected.size > 0 ? [...selected] : [activeSeq]);
    else if (event.key === "Escape" && open) stores.history.dispatch({ type: "closed" });
    else return;
    event.preventDefault();
  };

  const before = virtual[0]?.start ?? 0;
  const after = rows.getTotalSize() - (virtual.at(-1)?.end ?? 0);
  const isAll = selected.size >= entries.length && entries.every(({ seq }) => selected.has(seq));
  return (
    <div className="runs list" ref={scroller}>
      <table
        className="runs__table list__table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is the table that the arrow keys walk.
        role="grid"
        aria-label="Runs"
        aria-rowcount={next === null ? entries.length + 1 : -1}
        aria-multiselectable
        aria-activedescendant={activeSeq === null ? undefined : toRowId(activeSeq)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={({ target, currentTarget }) => {
          // A click says itself which row it means.
          if (target !== currentTarget || activeSeq !== null || !currentTarget.matches(":focus-visible")) return;
          const first = entries[Math.ceil((scroller.current?.scrollTop ?? 0) / ROW_HEIGHT)];
          if (first) stores.history.dispatch({ type: "activated", seq: first.seq });
        }}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th data-column="select">
              <input
                type="checkbox"
                aria-label="Choose all runs shown"
                checked={isAll}
                onChange={(event) =>
                  choose(
                    entries.map(({ seq }) => seq),
                    event.target.checked,
                  )
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
                    onChange={({ nativeEvent }) =>
                      chooseUpTo(seq, !isSelected, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
                    }
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
                <td data-column="language">
                  {toShortLanguage(languages.find(({ id }) => id === language)?.label ?? language)}
                </td>
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
