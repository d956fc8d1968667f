import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Language } from "#shared/languages.ts";
import { type RunJob, type RunStart, toUnpreparedEnd } from "./backend.ts";
import { findInterpreter, type Interpreter } from "./interpreters.ts";
import { startLocalProcess } from "./local-process.ts";
import { type Program, prepareProgram } from "./program.ts";
import { readSleepingPlaces } from "./sleeping-places.ts";
import { supervise } from "./supervise.ts";
import { watchForWaiting } from "./waiting.ts";

export interface LocalBackendOptions {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  log: (line: string, error?: unknown) => void;
}

/**
 * Runs programs as processes of this machine, without isolation: only time, output, code size and, on Linux, memory are
 * limited. For machines without a container engine, and under a warning.
 */
export function createLocalBackend({ env, platform, log }: LocalBackendOptions): RunJob {
  const interpreters = new Map<string, Promise<Interpreter>>();
  const interpreterOf = (language: Language) => {
    const found = interpreters.get(language.id) ?? findInterpreter(language, env, platform);
    interpreters.set(language.id, found);
    found.catch(() => interpreters.delete(language.id)); // it may be installed later
    return found;
  };

  return async ({ language, files, entry, limits, input, signal, recorded, onStarted, onOutput, onWaiting }) => {
    const start: RunStart = { backend: "local", warm: false, image: null };
    const interpreter = await interpreterOf(language);
    const folder = await realpath(await mkdtemp(join(tmpdir(), "sandpit-run-")));
    try {
      const preparation = prepareProgram(language, files, entry, folder);
      await recorded;
      onStarted(start);
      if (!preparation.ok) {
        onOutput("stderr", preparation.stderr);
        return { ...start, end: toUnpreparedEnd(preparation.stderr) };
      }
      await writeProgram(folder, preparation.program);
      const guest = startLocalProcess({
        interpreter,
        program: preparation.program,
        folder,
        limits,
        env,
        platform,
        mark: randomUUID(),
      });
      const watch = watchForWaiting({
        processes: async () => {
          const pid = guest.pid();
          return pid === undefined ? null : readSleepingPlaces(pid, platform);
        },
        ...{ input, onWaiting },
      });
      const end = supervise({
        ...{ guest, limits, input, signal },
        memoryError: new RegExp(language.memoryError, "m"),
        onOutput: (stream, text) => {
          watch.onOutput(text);
          onOutput(stream, text);
        },
      });
      return { ...start, end: await end.finally(watch.stop) };
    } finally {
      // Windows keeps files busy for a moment after their process has ended.
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch((error) =>
        log(`The temporary folder ${folder} could not be removed`, error),
      );
    }
  };
}

async function writeProgram(folder: string, { files }: Program): Promise<void> {
  for (const { path, content } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content, { flag: "wx" });
  }
}
