import { useStore } from "zustand";
import { formatBytes } from "#shared/format.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { BuildLog } from "./build-log.tsx";
import { toBuildPercent } from "./images-state.ts";
import "./setup.css";

/** A build under way: how far, which step, and what it says. */
export function BuildProgressView() {
  const { stores, isolation } = useSession();
  const build = useStore(stores.images, (state) => state.build);
  const languages = useStore(stores.languages, ({ list }) => list);
  const percent = toBuildPercent(build);
  const active = build.tags.findLast((tag) => tag in build.progress);
  const progress = active === undefined ? undefined : build.progress[active];

  const users = useStore(stores.images, ({ images }) => images?.find(({ tag }) => tag === active)?.languages);
  const labels = languages.filter(({ id }) => users?.includes(id)).map(({ label }) => label);

  return (
    <section className="setup setup--wide" aria-label="Set up languages">
      <h3 className="setup__title">Setting up languages</h3>
      <ProgressBar label="Build progress" percent={percent} />
      <p className="setup__text progress__words">
        <span>{progress && progress.steps > 0 ? `Step ${progress.step} of ${progress.steps}` : "Preparing"}</span>
        <span className="setup__building">
          {progress?.download
            ? `${formatBytes(progress.download.doneBytes)} of ${formatBytes(progress.download.totalBytes)} downloaded`
            : labels.join(", ")}
        </span>
        <span>{percent} %</span>
      </p>
      <BuildLog />
      <div className="setup__actions">
        <Button disabled={build.cancelling} onClick={() => void isolation.cancelBuild()}>
          {build.cancelling ? "Cancelling…" : "Cancel"}
        </Button>
      </div>
    </section>
  );
}
