import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { formatBytes, formatDuration } from "#shared/format.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { toFolderPercent } from "./folder-builds.ts";

interface BuildProgressProps {
  folder: string;
  cancelling: boolean;
  onCancel(): void;
}

/** A build under way: the step, how far it is, what is downloaded, and how long it has taken. */
export function BuildProgress({ folder, cancelling, onCancel }: BuildProgressProps) {
  const { stores } = useSession();
  const own = useStore(stores.images, (state) => state.builds[folder]);
  const progress = own?.progress ?? null;
  const percent = own ? toFolderPercent(own) : 0;
  const elapsedMs = useElapsed(progress?.elapsedMs ?? 0);
  return (
    <div className="build">
      <ProgressBar label="Build progress" percent={percent} />
      <div className="build__words">
        <span className="build__step">
          {progress && progress.steps > 0 ? `Step ${progress.step} of ${progress.steps}` : "Preparing"}
        </span>
        <code className="build__instruction" title={progress?.instruction ?? undefined}>
          {progress?.instruction ?? ""}
        </code>
        {progress?.download && (
          <span className="build__number">
            {formatBytes(progress.download.doneBytes)} of {formatBytes(progress.download.totalBytes)}
          </span>
        )}
        <span className="build__number build__time">
          {formatDuration(Math.max(1, Math.floor(elapsedMs / 1000)) * 1000)}
        </span>
        <Button size="small" disabled={cancelling} onClick={onCancel}>
          {cancelling ? "Cancelling…" : "Cancel"}
        </Button>
      </div>
    </div>
  );
}

/** The core's time, going on by itself between two words of the build. */
function useElapsed(knownMs: number): number {
  const [known, setKnown] = useState({ knownMs, atMs: performance.now() });
  const [nowMs, setNowMs] = useState(() => performance.now());
  if (known.knownMs !== knownMs) setKnown({ knownMs, atMs: performance.now() });
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return known.knownMs + Math.max(0, nowMs - known.atMs);
}
