import { Columns2, LoaderCircle, Pencil, Play, Trash2, X } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { HistoryRecord } from "#shared/history-schema.ts";
import { toVerdict } from "#shared/verdict.ts";
import { highlightOf } from "../editor/language-support.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { CodeView } from "./code-view.tsx";
import { ENDING_MARKS } from "./history-words.ts";
import { toRecordFacts } from "./record-facts.ts";
import { RunOutput } from "./run-output.tsx";
import "./run-part.css";
import "./run-details.css";

interface RunDetailsProps {
  record: HistoryRecord | null;
  problem: string | null;
  onDelete(seq: number): void;
}

/** One run, whole: what was run, with what input, what came out, and under which rules. */
export function RunDetails({ record, problem, onDelete }: RunDetailsProps) {
  const { stores } = useSession();
  return (
    <aside className="pane" aria-label="Run">
      <header className="run-details__head">
        <h2 className="run-details__title">{record ? `Run ${record.seq} · ${record.entry}` : "Run"}</h2>
        <IconButton label="Close details" onClick={() => stores.history.dispatch({ type: "closed" })}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      {problem !== null && (
        <p className="run-details__note" role="alert">
          {problem}
        </p>
      )}
      {problem === null && record === null && (
        <p className="run-details__note">
          <LoaderCircle size={16} className="spinner" aria-hidden /> Reading…
        </p>
      )}
      {record && <Record key={record.seq} record={record} onDelete={onDelete} />}
    </aside>
  );
}

function Record({ record, onDelete }: { record: HistoryRecord; onDelete(seq: number): void }) {
  const { history, stores } = useSession();
  const selected = useStore(stores.history, (state) => state.selected);
  const languages = useStore(stores.languages, ({ list }) => list);
  const { word, tone, icon } = ENDING_MARKS[record.ending];
  const [other] = [...selected].filter((seq) => seq !== record.seq);
  const language = languages.find(({ id }) => id === record.language);
  return (
    <>
      <div className="run-details__summary">
        <StateMark tone={tone} icon={icon}>
          {word}
        </StateMark>
        <p className="run-details__sentence">{toSentence(record)}</p>
        <div className="run-details__actions">
          <Button size="small" tone="primary" disabled={!language} onClick={() => void history.runAgain(record)}>
            <Play size={14} aria-hidden />
            Run again
          </Button>
          <Button size="small" onClick={() => history.edit(record)}>
            <Pencil size={14} aria-hidden />
            Open in editor
          </Button>
          <Button
            size="small"
            disabled={other === undefined}
            title={other === undefined ? "Choose another run with its box first" : `Compare with run ${other}`}
            onClick={() => other !== undefined && void history.compare(record.seq, other)}
          >
            <Columns2 size={14} aria-hidden />
            Compare
          </Button>
          <IconButton label="Delete this run" onClick={() => onDelete(record.seq)}>
            <Trash2 size={14} aria-hidden />
          </IconButton>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="run-details__page" aria-label="Details" tabIndex={0}>
        <Code record={record} />
        <Input record={record} />
        <RunOutput record={record} />
        <Facts record={record} label={language?.label ?? record.language} />
      </section>
    </>
  );
}

/** How it ended, in the words of the run panel. */
function toSentence({ result, error, ending }: HistoryRecord): string {
  if (error) return error.message;
  if (result) return toVerdict(result).explanation;
  return ending === "running"
    ? "It is running now."
    : "Sandpit ended before the run did, so how the program would have ended is not known.";
}

function Code({ record: { files, entry, language, filesTruncated, seq } }: { record: HistoryRecord }) {
  const [path, setPath] = useState(entry);
  const { stores } = useSession();
  const languages = useStore(stores.languages, ({ list }) => list);
  const file = files.find((one) => one.path === path) ?? files[0];
  const own = languages.find(({ extensions }) => extensions.some((extension) => file?.path.endsWith(extension)));
  return (
    <section className="run-part" aria-labelledby={`code-${seq}`}>
      <div className="run-part__head">
        <h3 id={`code-${seq}`}>Code</h3>
        {files.length > 1 && (
          <select
            className="choice run-part__file"
            aria-label="File"
            value={file?.path}
            onChange={(event) => setPath(event.target.value)}
          >
            {files.map((one) => (
              <option key={one.path}>{one.path}</option>
            ))}
          </select>
        )}
      </div>
      {filesTruncated && <p className="run-part__note">The files were too large to be kept whole.</p>}
      {file ? (
        <CodeView
          content={file.content}
          highlight={file.path === entry ? highlightOf(languages, language) : (own?.highlight ?? "plain")}
          label={`Code of ${file.path}`}
        />
      ) : (
        <p className="run-part__note">No code was kept.</p>
      )}
    </section>
  );
}

function Input({ record: { stdin, seq } }: { record: HistoryRecord }) {
  if (stdin.text === "") return null;
  return (
    <section className="run-part" aria-labelledby={`input-${seq}`}>
      <div className="run-part__head">
        <h3 id={`input-${seq}`}>Input</h3>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <pre className="run-part__text" tabIndex={0}>
        {stdin.text}
      </pre>
      {stdin.truncated && <p className="run-part__note">Only its beginning was kept.</p>}
    </section>
  );
}

function Facts({ record, label }: { record: HistoryRecord; label: string }) {
  const { seq } = record;
  return (
    <section className="run-part" aria-labelledby={`facts-${seq}`}>
      <div className="run-part__head">
        <h3 id={`facts-${seq}`}>Facts</h3>
      </div>
      <dl className="run-facts">
        {toRecordFacts(record, label).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
