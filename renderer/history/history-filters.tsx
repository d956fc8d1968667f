import { Search, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { ENDINGS, type Ending } from "#shared/history.ts";
import type { HistoryFilter } from "#shared/history-schema.ts";
import { useFilterRequest } from "../monitor/use-filter-request.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { isFiltered } from "./history-state.ts";
import { ENDING_MARKS, SOURCE_WORDS } from "./history-words.ts";

/** How long typing rests before the code of all runs is searched. */
const SEARCH_DELAY_MS = 200;
const DAY_MS = 24 * 3_600_000;

const PERIODS = [
  { value: "1", label: "Last 24 hours", ms: DAY_MS },
  { value: "7", label: "Last 7 days", ms: 7 * DAY_MS },
  { value: "30", label: "Last 30 days", ms: 30 * DAY_MS },
] as const;

/** What the list is narrowed to. */
export function HistoryFilters() {
  const { stores, history } = useSession();
  const filter = useStore(stores.history, (state) => state.filter);
  const languages = useStore(stores.languages, ({ list }) => list);
  const [period, setPeriod] = useState("");
  const choosePeriod = (value: string) => {
    setPeriod(value);
    const ms = PERIODS.find((one) => one.value === value)?.ms;
    history.filter({ from: ms === undefined ? undefined : new Date(Date.now() - ms).toISOString() });
  };
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
      <Choice label="Time" value={period} onChange={choosePeriod}>
        {PERIODS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Choice>
      {isFiltered(filter) && (
        <Button
          size="small"
          tone="quiet"
          onClick={() => {
            setPeriod("");
            stores.history.dispatch({ type: "filtered", filter: {} });
          }}
        >
          <X size={14} aria-hidden />
          Show all
        </Button>
      )}
    </search>
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
