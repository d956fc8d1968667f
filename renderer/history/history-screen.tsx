import { Download, Info, RefreshCw, TriangleAlert, X } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { lazy, Suspense, useEffect, useState } from "react";
import { useStore } from "zustand";
import { formatBytes } from "#shared/format.ts";
import { MAX_SELECTED } from "#shared/history.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { ScreenFrame } from "../ui/screen-frame.tsx";
import { HistoryFilters } from "./history-filters.tsx";
import { type HistoryState, isFiltered } from "./history-state.ts";
import { HistoryTable } from "./history-table.tsx";
import { toRunsWords } from "./history-words.ts";
import { toUnseen } from "./unseen-notices.ts";
import "../ui/list-and-details.css";
import "./history.css";

const RunDetails = lazy(async () => ({ default: (await import("./run-details.tsx")).RunDetails }));
const CompareDialog = lazy(async () => ({ default: (await import("./compare-dialog.tsx")).CompareDialog }));

type Question = { kind: "delete"; seqs: readonly number[] } | { kind: "clear" } | null;

/** Every run that was, from the window, the command line and the HTTP API. */
export function HistoryScreen() {
  const { stores, history } = useSession();
  const state = useStore(stores.history);
  const [question, setQuestion] = useState<Question>(null);
  const { version } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is the reason to read again.
  useEffect(() => void history.load(), [history, version]);

  const chosen = [...state.selected];
  const left = countLeft(state);
  const [first, second] = chosen;
  return (
    <ScreenFrame
      title="History"
      lead={toLead(state)}
      className="history"
      actions={
        <>
          <IconButton label="Read again" disabled={state.loading} onClick={() => void history.load()}>
            <RefreshCw size={16} aria-hidden />
          </IconButton>
          {chosen.length > 0 && (
            <>
              {left > 0 && (
                <Button tone="quiet" disabled={state.loading} onClick={() => void history.chooseAll()}>
                  {toChooseAll(chosen.length + left)}
                </Button>
              )}
              <Button tone="quiet" onClick={() => stores.history.dispatch({ type: "unselected" })}>
                Choose none
              </Button>
              <Button
                disabled={chosen.length !== 2}
                title={chosen.length === 2 ? undefined : "Choose two runs to compare them"}
                onClick={() => first !== undefined && second !== undefined && void history.compare(first, second)}
              >
                Compare
              </Button>
              <Button onClick={() => setQuestion({ kind: "delete", seqs: chosen })}>Delete…</Button>
            </>
          )}
          <ExportMenu disabled={!state.entries?.length} chosen={chosen.length} />
          <Button disabled={!state.status?.runs} onClick={() => setQuestion({ kind: "clear" })}>
            Clear all…
          </Button>
        </>
      }
    >
      <Notes state={state} />
      <HistoryFilters />
      <div className="history__body list-and-details" data-details={state.open !== null || undefined}>
        <section className="history__list pane" aria-label="List of runs">
          {state.entries !== null && state.entries.length > 0 ? (
            <HistoryTable entries={state.entries} onDelete={(seqs) => setQuestion({ kind: "delete", seqs })} />
          ) : (
            <Blank state={state} />
          )}
        </section>
        {state.open && (
          <Suspense>
            <RunDetails
              record={state.open.record}
              problem={state.open.problem}
              onDelete={(seq) => setQuestion({ kind: "delete", seqs: [seq] })}
            />
          </Suspense>
        )}
      </div>
      {state.compared && (
        <Suspense>
          <CompareDialog pair={state.compared} />
        </Suspense>
      )}
      {question?.kind === "delete" && (
        <ConfirmDialog
          title={`Delete ${toRunsWords(question.seqs.length)}?`}
          action="Delete"
          onConfirm={() => void history.remove(question.seqs)}
          onClose={() => setQuestion(null)}
        >
          Code, input and output of {question.seqs.length === 1 ? "this run" : "these runs"} go for good. Programs that
          are open in the editor stay. Export first what you want to keep.
        </ConfirmDialog>
      )}
      {question?.kind === "clear" && (
        <ConfirmDialog
          title="Delete the whole history?"
          action="Delete all"
          onConfirm={() => void history.clear()}
          onClose={() => setQuestion(null)}
        >
          All {toRunsWords(state.status?.runs ?? 0)} go for good, whatever the list is narrowed to. Programs that are
          open in the editor stay, and the audit trail keeps that this was done.
        </ConfirmDialog>
      )}
    </ScreenFrame>
  );
}

/** What happened to the history itself: what is wrong first, then what is only to be known. */
function Notes({ state: { status, problem } }: { state: HistoryState }) {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const wrong = [problem, status && status.state !== "on" ? status.message : null].filter((text) => text !== null);
  const notices = toUnseen(status?.notices ?? [], seen).filter((text) => !wrong.includes(text));
  const newest = notices.at(-1);
  return (
    <>
      {[...new Set(wrong)].map((text) => (
        <div className="callout history__note" role="alert" key={text}>
          <TriangleAlert size={18} aria-hidden />
          <p className="callout__words">{text}</p>
        </div>
      ))}
      {newest !== undefined && (
        <div className="history__news" role="status">
          <Info size={16} aria-hidden />
          <p className="callout__words">
            {newest}
            {notices.length > 1 && ` (${notices.length - 1} more before)`}
          </p>
          <IconButton label="Put the notices away" onClick={() => setSeen(status?.notices ?? [])}>
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      )}
    </>
  );
}

function ExportMenu({ disabled, chosen }: { disabled: boolean; chosen: number }) {
  const { history } = useSession();
  const what = chosen > 0 ? "the chosen runs" : "all runs shown";
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild disabled={disabled}>
        <Button>
          <Download size={14} aria-hidden />
          Export…
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="popup" align="end" sideOffset={4}>
          <DropdownMenu.Item className="popup__item" onSelect={() => void history.save("jsonl")}>
            JSON Lines, {what}
          </DropdownMenu.Item>
          <DropdownMenu.Item className="popup__item" onSelect={() => void history.save("csv")}>
            CSV, {what}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Blank({ state }: { state: HistoryState }) {
  // A list that comes within a moment needs no word about it.
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 400);
    return () => clearTimeout(timer);
  }, []);
  if (state.entries === null)
    return state.problem === null ? <div className="blank">{isSlow && "Reading the history…"}</div> : <Unreadable />;
  if (isFiltered(state.filter))
    return (
      <div className="blank">
        <p className="blank__title">No run matches</p>
        <p>Nothing in history fits all that the list is narrowed to. Take something out, or show all.</p>
      </div>
    );
  return (
    <div className="blank">
      <p className="blank__title">No runs yet</p>
      <p>Every program that runs here is kept with its code, input and output. Open one and press Run.</p>
    </div>
  );
}

function Unreadable() {
  const { history } = useSession();
  return (
    <div className="blank">
      <p className="blank__title">The history cannot be read</p>
      <p>Programs run all the same. What is wrong stands above.</p>
      <Button onClick={() => void history.load()}>Try again</Button>
    </div>
  );
}

/** How many runs below those that are here could be chosen, where all that are here are. */
function countLeft({ entries, next, total, selected }: HistoryState): number {
  const here = entries?.length ?? 0;
  const isAll = here > 0 && here < MAX_SELECTED && (entries ?? []).every(({ seq }) => selected.has(seq));
  return isAll && next !== null && total !== null ? Math.max(0, total - here) : 0;
}

const toChooseAll = (runs: number): string =>
  runs > MAX_SELECTED
    ? `Choose the newest ${MAX_SELECTED.toLocaleString("en")}`
    : `Choose all ${runs.toLocaleString("en")}`;

function toLead(state: HistoryState): string {
  const { status, total, filter, selected } = state;
  // Something stands there from the beginning, so that nothing moves when the numbers come.
  if (!status) return "\u00a0";
  const all = toRunsWords(status.runs);
  const shown = isFiltered(filter) && total !== null ? `${total.toLocaleString("en")} of ${all}` : all;
  const left = countLeft(state);
  const of = left > 0 ? ` of ${(selected.size + left).toLocaleString("en")}` : "";
  const chosen = selected.size > 0 ? [`${selected.size.toLocaleString("en")}${of} chosen`] : [];
  return [shown, ...chosen, `${formatBytes(status.fileBytes)} on disk`].join(" · ");
}
