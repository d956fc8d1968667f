import { Search, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { ENDINGS, type Ending } from "#shared/history.ts";
import type { HistoryFilter } from "#shared/history-schema.ts";
import { useFilterRequest } from "../monitor/use-filter-request.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { PERIODS, type Period, toDayEnd, toDayStart, toDays, toTimes } from "./history-period.ts";
import { isFiltered } from "./history-state.ts";
import { ENDING_MARKS, SOURCE_WORDS } from "./history-words.ts";

/** How long typing rests before the code of all runs is searched. */
const SEARCH_DELAY_MS = 200;
/** What the list is narrowed to. */
export function HistoryFilters() {
  const { stores, history } = useSession();
  const filter = useStore(stores.history, (state) => state.filter);
  const period = useStore(stores.history, (state) => state.period);
  const languages = useStore(stores.languages, ({ list }) => list);
  return (
    <search className="history-filters" aria-label="Narrow the list">
      <TextFilter text={filter.text ?? ""} onChange={(text) => history.filter({ text: text || undefined })} />
      <Choice
        label="Language"
        value={filter.languages?.[0]}
        onChange={(value) => history.filter({ languages: value ? [value] : undefined })}
      >
        {languages.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </Choice>
      <Choice
        label="Ending"
        value={filter.endings?.[0]}
        onChange={(value) => history.filter({ endings: value ? [value as Ending] : undefined })}
      >
        {ENDINGS.map((ending) => (
          <option key={ending} value={ending}>
            {ENDING_MARKS[ending].word}
          </option>
        ))}
      </Choice>
      <Choice
        label="Isolation"
        value={filter.backends?.[0]}
        onChange={(value) =>
          history.filter({ backends: value ? [value as NonNullable<HistoryFilter["backends"]>[0]] : undefined })
        }
      >
        <option value="docker">Isolated</option>
        <option value="local">Not isolated</option>
      </Choice>
      <Choice
        label="From"
        value={filter.sources?.[0]}
        onChange={(value) =>
          history.filter({ sources: value ? [value as NonNullable<HistoryFilter["sources"]>[0]] : undefined })
        }
      >
        {Object.entries(SOURCE_WORDS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Choice>
      <Choice
        label="Time"
        value={period}
        onChange={(value) => history.filter(toTimes(value as Period), value as Period)}
      >
        {PERIODS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        <option value="dates">Days…</option>
      </Choice>
      {period === "dates" && <Days filter={filter} />}
      {isFiltered(filter) && (
        <Button
          size="small"
          tone="quiet"
          onClick={() => stores.history.dispatch({ type: "filtered", filter: {}, period: "" })}
        >
          <X size={14} aria-hidden />
          Show all
        </Button>
      )}
    </search>
  );
}

/** The first and the last day, either of which may be left open. */
function Days({ filter }: { filter: HistoryFilter }) {
  const { history } = useSession();
  const { first, last } = toDays(filter);
  return (
    <fieldset className="history-filters__days">
      <legend className="visually-hidden">Days</legend>
      <input
        type="date"
        className="select history-filters__day"
        aria-label="First day"
        value={first}
        max={last || undefined}
        onChange={(event) => history.filter({ from: toDayStart(event.target.value) })}
      />
      <span aria-hidden>–</span>
      <input
        type="date"
        className="select history-filters__day"
        aria-label="Last day"
        value={last}
        min={first || undefined}
        onChange={(event) => history.filter({ to: toDayEnd(event.target.value) })}
      />
    </fieldset>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  onChange(value: string): void;
  children: ReactNode;
}

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <select
      className="select history-filters__choice"
      aria-label={label}
      data-set={value ? true : undefined}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{`${label}: any`}</option>
      {children}
    </select>
  );
}

function TextFilter({ text, onChange }: { text: string; onChange(text: string): void }) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  useFilterRequest(input);
  useEffect(() => setTyped(text), [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts a search.
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(onChange, SEARCH_DELAY_MS, typed);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label className="field history-filters__text">
      <Search size={14} aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label="Search in the code"
        placeholder="Search in the code"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setTyped("")}
      />
    </label>
  );
}
