import type { BuildProgress } from "#shared/images.ts";

/** As many lines as a person would read; the core keeps them all. */
export const MAX_LOG_LINES = 2_000;

/** What the last build of one image said, while this window was open. */
export interface FolderBuild {
  progress: BuildProgress | null;
  lines: readonly { id: number; text: string }[];
  /** Lines that came before those kept here. */
  droppedLines: number;
}

export type FolderBuilds = Readonly<Record<string, FolderBuild>>;

const NOTHING: FolderBuild = { progress: null, lines: [], droppedLines: 0 };

/** A build of these images begins: what the one before it said is over. */
export function beginBuilds(builds: FolderBuilds, folders: readonly string[]): FolderBuilds {
  return { ...builds, ...Object.fromEntries(folders.map((folder) => [folder, NOTHING])) };
}

/** Takes what a build says. Text comes in lines, mostly; blank ones tell nothing. */
export function addProgress(builds: FolderBuilds, progress: BuildProgress): FolderBuilds {
  const { lines, droppedLines } = builds[progress.folder] ?? NOTHING;
  const first = (lines.at(-1)?.id ?? 0) + 1;
  const added = progress.text
    .split("\n")
    .map((text) => text.trimEnd())
    .filter((text) => text !== "")
    .map((text, index) => ({ id: first + index, text }));
  const all = added.length > 0 ? [...lines, ...added] : lines;
  const over = Math.max(0, all.length - MAX_LOG_LINES);
  return {
    ...builds,
    [progress.folder]: {
      progress,
      lines: over > 0 ? all.slice(over) : all,
      droppedLines: droppedLines + over,
    },
  };
}

/** How far the build of one image is, from 0 to 100: a step counts once the next has begun, a download as it comes. */
export function toFolderPercent({ progress }: Pick<FolderBuild, "progress">): number {
  if (!progress || progress.steps === 0) return 0;
  const { step, steps, download } = progress;
  const part = download && download.totalBytes > 0 ? Math.min(1, download.doneBytes / download.totalBytes) : 0;
  return Math.round((Math.max(0, step - 1 + part) / steps) * 100);
}
