import { TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import type { ErrorCode } from "#shared/errors.ts";
import { useRun, useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { AgainButton } from "./again-button.tsx";
import { type RetryTime, toRetryTime, toRetryWords, toSecondsLeft } from "./retry-time.ts";

/** A program that had started, and of which nobody knows how it ended. */
const LOST = "The run was cut off";

const TITLES: Partial<Record<ErrorCode, string>> = {
  invalid_input: "This program cannot be run as it is",
  docker_unavailable: "There is no isolation right now",
  image_missing: "This language is not set up yet",
  image_build_failed: "This language could not be set up",
  language_unavailable: "This language is not available",
  policy_forbids: "This is not allowed here",
  queue_full: "Too many programs are running",
  rate_limited: "That was a little fast",
  cancelled: "The run was stopped",
};

/** Where nothing could be run: what is in the way, and what to do about it. */
export function FailureCard() {
  const { isolation } = useSession();
  const state = useRun((current) => current);
  if (state.phase !== "refused") return null;
  const { failure, language, refusedAt, hadStarted } = state;
  const retry = toRetryTime(failure, refusedAt);
  return (
    <div className="verdict card" data-tone="attention" data-code={failure.code}>
      {/* The seconds beside it change; only what stands in here is read out. */}
      <div className="verdict__words" role="alert">
        <div className="card__head">
          <TriangleAlert className="card__icon" size={18} aria-hidden />
          <h3 className="card__title">
            {hadStarted ? LOST : (TITLES[failure.code] ?? "The program could not be started")}
          </h3>
        </div>
        <p className="card__text">{retry ? toRetryWords(retry) : failure.message}</p>
      </div>
      <div className="card__actions">
        {failure.code === "image_missing" && (
          <Button size="small" tone="primary" onClick={() => void isolation.buildImages([language])}>
            Build image
          </Button>
        )}
        {failure.code === "docker_unavailable" && (
          <Button size="small" tone="primary" onClick={() => void isolation.check()}>
            Look again
          </Button>
        )}
        {failure.code !== "invalid_input" && failure.code !== "policy_forbids" && (
          <TryAgain key={refusedAt} retry={retry} />
        )}
      </div>
    </div>
  );
}

/** Counts down to the moment from which on the next run is possible, where that is known. */
function TryAgain({ retry }: { retry: RetryTime | null }) {
  const [now, setNow] = useState(Date.now);
  const seconds = retry ? toSecondsLeft(retry, now) : 0;
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setTimeout(() => setNow(Date.now()), 250);
    return () => clearTimeout(timer);
  });
  return <AgainButton verb="Try" seconds={seconds} />;
}
