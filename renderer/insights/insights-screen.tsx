import { Flag, LoaderCircle, TriangleAlert } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { formatDuration } from "#shared/format.ts";
import type { Ending } from "#shared/history.ts";
import type { Metrics } from "#shared/metrics-schema.ts";
import {
  ENDING_MARKS,
  SOURCE_WORDS,
  toBackendWords,
  toRunsWords,
  toShortLanguage,
  toTimeWords,
} from "../history/history-words.ts";
import { showRuns } from "../session/show-screen.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ScreenFrame } from "../ui/screen-frame.tsx";
import { Bars } from "./bars.tsx";
import { Days } from "./days.tsx";
import { LIMIT_WORDS, toGoodShare, toPercentWords } from "./insights-numbers.ts";
import { Part } from "./part.tsx";
import { createReadAnew } from "./read-anew.ts";
import { Times } from "./times.tsx";
import "./insights.css";

const PERIODS = [7, 30, 90] as const;
/** More flags than this would leave no room for the numbers; the others are folded. */
const MAX_FLAGS = 3;
/** While runs keep coming, the numbers are read this often. */
const READ_ANEW_MS = 3_000;

/** What the runs of the last days have in common: how many, how they ended, how fast they answered. */
export function InsightsScreen() {
  const { call, bridge } = useSession();
  const [days, setDays] = useState<number>(30);
  const [metrics, setMetrics] = useState<Metrics | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isReading, setReading] = useState(true);

  const newest = useRef(0);

  const readQuietly = useCallback(async () => {
    newest.current += 1;
    const turn = newest.current;
    const reply = await call("metrics.summary", { days });
    // Another period was chosen, or it was read again, while this one was on its way.
    if (turn !== newest.current) return;
    if (reply.ok) setMetrics(reply.value);
    setProblem(reply.ok ? null : reply.error.message);
  }, [call, days]);
  const read = useCallback(async () => {
    setReading(true);
    await readQuietly();
    setReading(false);
  }, [readQuietly]);
  useEffect(() => void read(), [read]);
  useEffect(() => {
    const { news, end } = createReadAnew(() => void readQuietly(), READ_ANEW_MS);
    const ends = (["history.recorded", "history.removed", "abuse.flagged"] as const).map((name) =>
      bridge.on(name, news),
    );
    return () => {
      end();
      for (const unsubscribe of ends) unsubscribe();
    };
  }, [bridge, readQuietly]);

  return (
    <ScreenFrame
      title="Insights"
      lead={metrics ? `${toRunsWords(metrics.runs)} in the last ${metrics.byDay.length} days` : "Reading the history…"}
      className="insights"
      actions={
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row in all engines. */}
          <div className="segments" role="group" aria-label="Period">
            {PERIODS.map((one) => (
              <button
                key={one}
                type="button"
                className="segments__one"
                aria-pressed={one === days}
                data-state={one === days ? "active" : "inactive"}
                onClick={() => setDays(one)}
              >
                {one} days
              </button>
            ))}
          </div>
          <Button disabled={isReading} onClick={() => void read()}>
            {isReading && <LoaderCircle size={14} className="spinner" aria-hidden />}
            Refresh
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="screen__page" aria-label="Numbers" aria-busy={isReading} tabIndex={0}>
        {problem !== null && (
          <div className="callout insights__problem" role="alert">
            <TriangleAlert size={18} aria-hidden />
            <p className="callout__words">{problem}</p>
          </div>
        )}
        {metrics?.runs === 0 && (
          <>
            <Flags metrics={metrics} />
            <Nothing />
          </>
        )}
        {metrics !== null && metrics.runs > 0 && <Numbers metrics={metrics} />}
      </section>
    </ScreenFrame>
  );
}

function Nothing() {
  return (
    <div className="blank">
      <p className="blank__title">Nothing to count yet</p>
      <p>History has no run of this time. Choose a longer time, or run a program.</p>
    </div>
  );
}

function toLocalNote(local: number, isolated: number): string {
  if (local > 0) return "ran on the computer itself";
  return isolated > 0 ? "all ran in a container" : "no program has run";
}

function Numbers({ metrics }: { metrics: Metrics }) {
  const { stores } = useSession();
  const languages = useStore(stores.languages, ({ list }) => list);
  const { isolated, warm, runs, refused, byBackend } = metrics;
  const local = byBackend.find(({ name }) => name === "local")?.runs ?? 0;
  return (
    <>
      <dl className="tiles">
        <Tile name="Runs" value={runs.toLocaleString("en")} note={`${refused.toLocaleString("en")} refused`} />
        <Tile name="Finished" value={toGoodShare(metrics)} note="of those that began" />
        <Tile
          name="First output"
          value={metrics.firstOutputMs ? formatDuration(metrics.firstOutputMs.p50) : "–"}
          note="half of the runs answer sooner"
        />
        <Tile name="Warm" value={toPercentWords(warm, isolated)} note="found a sandbox waiting" />
        <Tile
          name="Not isolated"
          value={local.toLocaleString("en")}
          note={toLocalNote(local, isolated)}
          isBad={local > 0}
        />
      </dl>
      <Flags metrics={metrics} />
      <Days metrics={metrics} />
      <div className="insights__columns">
        <Bars
          title="Language"
          counts={metrics.byLanguage}
          word={(name) => toShortLanguage(languages.find(({ id }) => id === name)?.label ?? name)}
        />
        <Bars
          title="Ending"
          counts={metrics.byEnding}
          word={(name) => ENDING_MARKS[name as Ending]?.word ?? name}
          tone={(name) => ENDING_MARKS[name as Ending]?.tone}
        />
        <Bars
          title="Isolation"
          counts={byBackend}
          word={(name) => toBackendWords(name as "docker" | "local")}
          tone={(name) => (name === "docker" ? "good" : "bad")}
        />
        <Bars
          title="From"
          counts={metrics.bySource}
          word={(name) => SOURCE_WORDS[name as keyof typeof SOURCE_WORDS] ?? name}
        />
        <Bars
          title="Limits met"
          counts={Object.entries(metrics.limitsHit).map(([name, count]) => ({ name, runs: count }))}
          word={(name) => LIMIT_WORDS[name as keyof typeof LIMIT_WORDS]}
        />
      </div>
      <Times metrics={metrics} />
    </>
  );
}

function Tile({ name, value, note, isBad = false }: { name: string; value: string; note: string; isBad?: boolean }) {
  return (
    <div className="tile" data-bad={isBad || undefined}>
      <dt>{name}</dt>
      <dd className="tile__value">{value}</dd>
      <dd className="tile__note">{note}</dd>
    </div>
  );
}

/** Runs that met the same limit again and again, and the way to them. */
function Flags({ metrics: { flags } }: { metrics: Metrics }) {
  const session = useSession();
  const [isWhole, setWhole] = useState(false);
  if (flags.length === 0) return null;
  const shown = isWhole ? flags : flags.slice(0, MAX_FLAGS);
  const folded = flags.length - shown.length;
  return (
    <Part title="Flags">
      <ul className="flags">
        {shown.map(({ id, message, lastAt, seqs, count }) => (
          <li key={id} className="flags__one">
            <Flag size={16} aria-hidden />
            <p className="flags__words">
              {message} <span className="flags__time">Last at {toTimeWords(lastAt)}.</span>
            </p>
            <Button size="small" disabled={seqs.length === 0} onClick={() => void showRuns(session, seqs)}>
              Show {count === seqs.length ? "the" : `the last ${seqs.length} of ${count}`} runs
            </Button>
          </li>
        ))}
      </ul>
      {folded > 0 && (
        <Button size="small" tone="quiet" onClick={() => setWhole(true)}>
          Show {folded} more
        </Button>
      )}
    </Part>
  );
}
