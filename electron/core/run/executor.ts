import { SandpitError, toFailure } from "#shared/errors.ts";
import type { Language } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import type { Backend, RunRequest, RunResult, Source } from "#shared/run.ts";
import type { EventBus } from "../event-bus.ts";
import type { RunJob, RunStart } from "./backend.ts";
import { createInput, type Input } from "./input.ts";
import { checkFiles, chooseEntry } from "./program.ts";
import type { Queue } from "./queue.ts";
import type { OpenRunRecord, RunRecord } from "./run-record.ts";
import type { SupervisedEnd } from "./supervise.ts";

export interface ExecutorOptions {
  /** @throws SandpitError for an id that is not known. */
  languageOf: (id: string) => Language;
  /** The limits that this run gets. @throws SandpitError where it may not have what it asks for. */
  grantLimits: (asked: RunRequest["limits"], language: Language) => Promise<Limits>;
  /** @throws SandpitError `rate_limited` where this source has started too many. */
  checkRate: (source: Source) => void;
  record: OpenRunRecord;
  queue: Queue;
  /** Chooses the backend for a run. @throws SandpitError where the policy, or the engine's absence, leaves none. */
  chooseBackend: (request: RunRequest, mayRunLocally: boolean) => Promise<{ backend: Backend; run: RunJob }>;
  events: Pick<EventBus, "emit">;
}

export interface Executor {
  run(request: RunRequest, source: Source, mayRunLocally: () => boolean): Promise<RunResult>;
  input(id: string, text: string, end: boolean): void;
  stop(id: string): void;
  /** Stops every run and resolves when all have ended. */
  stopAll(): Promise<void>;
}

interface ActiveRun {
  record: RunRecord;
  input: Input;
  stop: AbortController;
  ended: Promise<void>;
}

/** Takes a run from the request to its result: checks it, waits for its turn, hands it to a backend, tells of it. */
export function createExecutor(options: ExecutorOptions): Executor {
  const { languageOf, grantLimits, checkRate, record, queue, chooseBackend, events } = options;
  const active = new Map<string, ActiveRun>();

  const execute = async (
    request: RunRequest,
    source: Source,
    mayRunLocally: () => boolean,
    run: ActiveRun,
  ): Promise<RunResult> => {
    const { id } = request;
    const language = languageOf(request.language);
    const admit = async (): Promise<Limits> => {
      const limits = await grantLimits(request.limits, language);
      checkFiles(request.files, limits);
      return limits;
    };
    const entry = chooseEntry(language, request);
    let granted = await admit();
    const signal = run.stop.signal;
    const startedAt = new Date().toISOString();
    let begun: RunStart | null = null;
    const toResult = ({ backend, warm, image }: RunStart, end: SupervisedEnd): RunResult => ({
      ...{ id, language: language.id, backend, isolated: backend === "docker", warm },
      ...end,
      ...{ limits: granted, image, startedAt, source },
    });
    try {
      const { end, ...started } = await queue.run(async (hasWaited) => {
        // A policy that has come meanwhile holds for this run, too: for its limits, and for where it may run.
        if (hasWaited) granted = await admit();
        const chosen = await chooseBackend(request, mayRunLocally());
        const recorded = run.record.begin({ backend: chosen.backend, limits: granted });
        return chosen.run({
          ...{ runId: id, recorded, language, files: request.files, entry, limits: granted, input: run.input, signal },
          onStarted: (info) => {
            begun = info;
            events.emit("run.started", { id, ...info, isolated: info.backend === "docker" });
          },
          onOutput: (stream, text) => {
            run.record.printed(stream, text);
            events.emit("run.output", { id, stream, text });
          },
          onWaiting: (waiting) => events.emit("run.waiting", { id, waiting }),
        });
      }, signal);
      return toResult(started, end);
    } catch (error) {
      // Stopped before it began: an ending like any other.
      if (signal.aborted && error instanceof SandpitError && error.code === "cancelled") {
        const backend = request.backend === "local" ? "local" : "docker";
        return toResult({ backend, warm: false, image: null }, NOTHING_RAN);
      }
      if (begun) events.emit("run.lost", { id });
      throw error;
    }
  };

  return {
    async run(request, source, mayRunLocally) {
      const written = record(request, source);
      if (active.has(request.id)) {
        const message = `A run with the id ${request.id} is under way. Give this one another.`;
        const error = new SandpitError("invalid_input", message);
        written.refuse(toFailure(error));
        throw error;
      }
      const ended = Promise.withResolvers<void>();
      const run = {
        record: written,
        input: createInput(request.stdin),
        stop: new AbortController(),
        ended: ended.promise,
      };
      active.set(request.id, run);
      try {
        checkRate(source);
        const result = await execute(request, source, mayRunLocally, run);
        events.emit("run.finished", { id: request.id, result });
        await written.finish(result);
        return result;
      } catch (error) {
        written.refuse(toFailure(error));
        throw error;
      } finally {
        active.delete(request.id);
        ended.resolve();
      }
    },
    input(id, text, end) {
      const run = active.get(id);
      if (!run) throw new SandpitError("not_found", "This program is not running any more, so it cannot read input.");
      if (text) {
        run.input.write(text);
        run.record.typed(text);
      }
      if (end) run.input.end();
    },
    stop(id) {
      active.get(id)?.stop.abort();
    },
    async stopAll() {
      const runs = [...active.values()];
      for (const { stop } of runs) stop.abort();
      await Promise.all(runs.map(({ ended }) => ended));
    },
  };
}

const NOTHING_RAN: SupervisedEnd = {
  outcome: "cancelled",
  exitCode: null,
  signal: null,
  stdout: "",
  stderr: "",
  truncated: { stdout: false, stderr: false },
  wallMs: 0,
  firstOutputMs: null,
  peakMemoryBytes: null,
  cpuMs: null,
};
