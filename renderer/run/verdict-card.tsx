import { CircleCheck, CircleStop, TriangleAlert } from "lucide-react";
import { Fragment } from "react";
import { toVerdict, type Verdict } from "#shared/verdict.ts";
import { explainError } from "../program-error/explain-error.ts";
import { findUnplacedError } from "../program-error/parse-error.ts";
import { useRun, useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { AgainButton } from "./again-button.tsx";
import { toFacts } from "./run-facts.ts";
import type { LocatedError, RunState } from "./run-state.ts";

const ICONS: Record<Verdict["tone"], typeof CircleCheck> = {
  good: CircleCheck,
  attention: TriangleAlert,
  neutral: CircleStop,
};

/** How the run ended. The live region is always there, because only what changes inside of one is read out. */
export function VerdictCard() {
  const state = useRun((current) => current);
  const finished = state.phase === "finished" ? state : null;
  return (
    <div className={finished ? "verdict card" : "verdict"} data-tone={finished && toVerdict(finished.result).tone}>
      <div
        role="status"
        aria-label="Verdict"
        data-outcome={finished?.result.outcome}
        data-run={finished?.result.id}
        data-isolated={finished?.result.isolated}
      >
        {finished && <VerdictWords {...finished} />}
      </div>
      {finished && <VerdictActions error={finished.error} />}
    </div>
  );
}

type FinishedRun = Extract<RunState, { phase: "finished" }>;

function VerdictWords({ result, error, entry }: Pick<FinishedRun, "result" | "error" | "entry">) {
  const { tone, title, explanation } = toVerdict(result);
  const Icon = ICONS[tone];
  const words = error ?? findUnplacedError(result);
  const friendly = words && explainError(words, result.isolated);
  const cut = result.truncated.stdout || result.truncated.stderr;
  return (
    <>
      <div className="card__head">
        <Icon className="card__icon" size={18} aria-hidden />
        <h3 className="card__title">{error ? `${title} in ${toPlace(error, entry)}` : title}</h3>
      </div>
      {/* Our own words may be wrong; the interpreter's stand beside them. */}
      {words && (
        <p className="verdict__message">
          {words.message}
          {words.cause && ` (${words.cause})`}
        </p>
      )}
      <p className="card__text">{friendly ?? explanation}</p>
      {cut && result.outcome !== "output_limit" && (
        <p className="card__text">Part of the output was cut off, because it was longer than the limit.</p>
      )}
      <Facts facts={toFacts(result)} />
    </>
  );
}

function Facts({ facts }: { facts: readonly string[] }) {
  if (facts.length === 0) return null;
  return (
    <p className="facts">
      {facts.map((fact, index) => (
        <Fragment key={fact}>
          {index > 0 && " · "}
          <span className="facts__item">{fact}</span>
        </Fragment>
      ))}
    </p>
  );
}

/** The line, with the file where that is not the one that was run. */
function toPlace({ file, line }: LocatedError, entry: string): string {
  return file === entry ? `line ${line}` : `line ${line} of ${file}`;
}

function VerdictActions({ error }: { error: LocatedError | null }) {
  const { files } = useSession();
  return (
    <div className="card__actions">
      {error && (
        <Button
          size="small"
          onClick={() => files.goTo({ draftId: error.draftId, line: error.line, column: error.column })}
        >
          Go to line {error.line}
        </Button>
      )}
      <AgainButton verb="Run" />
    </div>
  );
}
