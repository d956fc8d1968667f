import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { toBuildPercent } from "./images-state.ts";
import "./setup.css";

/** A build under way: how far, which step, and what it says. */
export function BuildProgressView() {
  const { stores, isolation } = useSession();
  const build = useStore(stores.images, (state) => state.build);
  const log = useRef<HTMLDivElement>(null);
  const percent = toBuildPercent(build);
  const active = build.tags.findLast((tag) => tag in build.progress);
  const progress = active === undefined ? undefined : build.progress[active];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view follows the log as it grows.
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [build.log]);

  return (
    <section className="setup setup--wide" aria-label="Set up languages">
      <h3 className="setup__title">Setting up languages</h3>
      <div
        className="progress"
        role="progressbar"
        aria-label="Build progress"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className="progress__fill" style={{ width: `${Math.max(2, percent)}%` }} />
      </div>
      <p className="setup__text progress__words">
        <span>{progress && progress.steps > 0 ? `Step ${progress.step} of ${progress.steps}` : "Preparing"}</span>
        <span className="progress__tag">{active?.replace(/:latest$/, "")}</span>
        <span>{percent} %</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div className="build-log" role="log" aria-label="Build log" aria-live="off" tabIndex={0} ref={log}>
        {build.log.map(({ id, text }) => (
          <div key={id}>{text}</div>
        ))}
      </div>
      <div className="setup__actions">
        <Button disabled={build.cancelling} onClick={() => void isolation.cancelBuild()}>
          {build.cancelling ? "Cancelling…" : "Cancel"}
        </Button>
      </div>
    </section>
  );
}
