import { TriangleAlert } from "lucide-react";
import type { ErrorCode } from "#shared/errors.ts";
import { useRun, useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";

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
  const { isolation, run } = useSession();
  const state = useRun((current) => current);
  if (state.phase !== "refused") return null;
  const { failure, language } = state;
  return (
    <div className="verdict card" role="alert" data-tone="attention" data-code={failure.code}>
      <div className="card__head">
        <TriangleAlert className="card__icon" size={18} aria-hidden />
        <h3 className="card__title">{TITLES[failure.code] ?? "The program could not be started"}</h3>
      </div>
      <p className="card__text">{failure.message}</p>
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
          <Button size="small" onClick={() => void run.start()}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}
