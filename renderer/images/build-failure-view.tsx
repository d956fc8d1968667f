import { CircleX } from "lucide-react";
import type { BuildFailure } from "#shared/images.ts";

/** Why a build failed: what happened, what to do, and the line of the Dockerfile that did it. */
export function BuildFailureView({ failure }: { failure: BuildFailure }) {
  const { message, remedy, step, instruction, line } = failure;
  return (
    <div className="build-failure" role="alert" data-cause={failure.cause}>
      <CircleX size={18} aria-hidden />
      <div className="build-failure__words">
        <p className="build-failure__title">{message}</p>
        <p>{remedy}</p>
        {instruction !== null && (
          <figure className="build-failure__source">
            <figcaption>
              {[
                "Dockerfile",
                ...(line === null ? [] : [`line ${line}`]),
                ...(step === null ? [] : [`step ${step}`]),
              ].join(", ")}
            </figcaption>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
            <pre tabIndex={0}>
              <span className="build-failure__line">{line ?? "!"}</span>
              <mark>{instruction}</mark>
            </pre>
          </figure>
        )}
      </div>
    </div>
  );
}
