import type { DoctorCheck } from "#shared/engine.ts";
import { SandpitError } from "#shared/errors.ts";
import type { Language } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { Images } from "../engine/images.ts";
import type { EngineKeeper } from "../engine-keeper.ts";
import { runProgram } from "../run/run-program.ts";
import { isolationSchema, PYTHON_ISOLATION_PROBE, toIsolationChecks } from "./isolation-probe.ts";

/** How long nothing must have run before the isolation is read back by itself: it takes a sandbox that a run may want. */
const QUIET_MS = 3_000;

export interface IsolationReadbackOptions {
  keeper: EngineKeeper;
  images: Pick<Images, "known">;
  languages: () => readonly Language[];
  onChecked: (faults: DoctorCheck[]) => void;
  log: (line: string, error?: unknown) => void;
}

/** Knows what the kernel really enforces in a sandbox, because a program in one has looked. */
export interface IsolationReadback {
  /** Reads it back; once for each engine and image, unless `again`. `null` where there is nothing to read it with. */
  read(options?: { again: boolean }): Promise<DoctorCheck[] | null>;
  /** What was wrong on the engine in use; `null` before it was read. */
  faults(): DoctorCheck[] | null;
  /** A program has run in a sandbox: reads it back soon, if that was not done yet. */
  hasRun(): void;
  close(): void;
}

export function createIsolationReadback(options: IsolationReadbackOptions): IsolationReadback {
  const { keeper, images, languages, onChecked, log } = options;
  const checked = new Map<string, DoctorCheck[]>();
  const latest = new Map<string, DoctorCheck[]>();
  let engineId: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const read = async ({ again } = { again: false }): Promise<DoctorCheck[] | null> => {
    const { engine } = await keeper.located();
    const python = languages().find(({ id }) => id === "python");
    const run = keeper.room()?.backend.run;
    engineId = engine?.identity.id ?? null;
    if (!engine || !python || !run) return null;
    const image = await images.known(engine, python).catch(() => null);
    if (!image) return null;
    const key = `${engine.identity.id} ${image.id}`;
    const known = checked.get(key);
    if (known && !again) return known;
    const end = await runProgram(run, python, PYTHON_ISOLATION_PROBE);
    if (end.outcome !== "completed")
      throw new SandpitError(
        "internal",
        `The program that reads it back ended with ${end.outcome}. ${end.stderr.trim()}`.trim(),
      );
    const checks = toIsolationChecks(isolationSchema.parse(JSON.parse(end.stdout)), DEFAULT_LIMITS);
    checked.set(key, checks);
    latest.set(engine.identity.id, checks);
    onChecked(toFaults(checks));
    return checks;
  };

  return {
    read,
    faults() {
      const checks = engineId === null ? undefined : latest.get(engineId);
      return checks ? toFaults(checks) : null;
    },
    hasRun() {
      clearTimeout(timer);
      if (isClosed) return;
      timer = setTimeout(() => {
        read().catch((error) => log("The isolation could not be read back", error));
      }, QUIET_MS);
      timer.unref();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

const toFaults = (checks: readonly DoctorCheck[]): DoctorCheck[] => checks.filter(({ status }) => status !== "pass");
