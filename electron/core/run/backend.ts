import type { Language } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import type { Backend, ImageRef, ProgramFile } from "#shared/run.ts";
import type { OutputStream } from "../engine/demultiplex.ts";
import type { Input } from "./input.ts";
import type { SupervisedEnd } from "./supervise.ts";

/** One run, as a backend gets it: checked, but not yet prepared for the place where it will run. */
export interface Job {
  runId: string;
  language: Language;
  files: readonly ProgramFile[];
  entry: string;
  limits: Limits;
  input: Input;
  signal: AbortSignal;
  /** Resolves when the run is written down; its program is handed over after that, and prepared meanwhile. */
  recorded?: Promise<void>;
  onStarted: (start: RunStart) => void;
  onOutput: (stream: OutputStream, text: string) => void;
  onWaiting: (waiting: boolean) => void;
}

export interface RunStart {
  backend: Backend;
  warm: boolean;
  image: ImageRef | null;
}

/** Runs jobs somewhere. Rejects with a SandpitError where a job could not run at all. */
export type RunJob = (job: Job) => Promise<RunStart & { end: SupervisedEnd }>;

/** The end of a program that was not even started, because it could not be prepared. */
export const toUnpreparedEnd = (stderr: string): SupervisedEnd => ({
  outcome: "failed",
  exitCode: 1,
  signal: null,
  stdout: "",
  stderr,
  truncated: { stdout: false, stderr: false },
  wallMs: 0,
  firstOutputMs: null,
  peakMemoryBytes: null,
  cpuMs: null,
});
