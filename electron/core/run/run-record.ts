import type { Failure } from "#shared/errors.ts";
import type { Limits } from "#shared/limits.ts";
import type { Backend, RunRequest, RunResult, Source } from "#shared/run.ts";
import type { OutputStream } from "../engine/demultiplex.ts";

/** What is written down of one run while it goes on. Nothing here throws, and nothing keeps a run from its end. */
export interface RunRecord {
  /** Resolves when the run is recorded, or when it has waited for that for long enough. Its program starts after that. */
  begin(facts: { backend: Backend; limits: Limits }): Promise<void>;
  typed(text: string): void;
  printed(stream: OutputStream, text: string): void;
  /** Resolves like `begin`. */
  finish(result: RunResult): Promise<void>;
  /** It never ran, or could not go on: `failure` is what its caller is told. */
  refuse(failure: Failure): void;
}

/** Opens the record of a run that was asked for. */
export type OpenRunRecord = (request: RunRequest, source: Source) => RunRecord;
