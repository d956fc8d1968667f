import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandInput, CommandName, CommandOutput } from "#shared/contract.ts";
import type { Failure, Reply } from "#shared/errors.ts";
import type { RunRequest, RunResult } from "#shared/run.ts";
import { type Core, type CoreOptions, createCore } from "../../electron/core/core.ts";

/** A program for a test: its files by name, the first one is run. */
export interface TestProgram extends Partial<Omit<RunRequest, "files">> {
  files: Record<string, string>;
}

export interface TestCore {
  core: Core;
  home: string;
  /** Answers the value. @throws What failed, as an error that carries the failure. */
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  /** Answers the failure. @throws Where there is none. */
  refusal<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Failure>;
  run(program: TestProgram): Promise<RunResult>;
  close(): Promise<void>;
}

export const dockerfiles = join(import.meta.dirname, "../../dockerfiles");

/** Makes a request out of a program; the language is that of the first file. */
export function toRequest({ files, ...rest }: TestProgram): RunRequest {
  const [entry = ""] = Object.keys(files);
  const language = entry.endsWith(".py") ? "python" : /\.[mc]?ts$/.test(entry) ? "typescript" : "javascript";
  const contents = Object.entries(files).map(([path, content]) => ({ path, content }));
  return { id: randomUUID(), language, files: contents, entry, ...rest };
}

/** Opens a core of its own on the real engine, with a fresh home folder unless one is given. */
export async function openTestCore(options: Partial<CoreOptions> = {}): Promise<TestCore> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), "sandpit-test-")));
  const core = await createCore({ dockerfiles, backendPolicy: "docker", ...options, home });
  const context = { source: "cli" as const, mayRunLocally: () => true, mayBuild: async () => true };
  const dispatch = (name: CommandName, input: unknown) => core.dispatch(name, input, context) as Promise<Reply<never>>;
  const call: TestCore["call"] = async (name, input) => {
    const reply = await dispatch(name, input);
    if (reply.ok) return reply.value;
    throw Object.assign(new Error(`${name}: ${reply.error.code}: ${reply.error.message}`), { failure: reply.error });
  };
  return {
    core,
    home,
    call,
    async refusal(name, input) {
      const reply = await dispatch(name, input);
      if (!reply.ok) return reply.error;
      throw new Error(`${name} should have been refused, but answered ${JSON.stringify(reply.value).slice(0, 300)}`);
    },
    run: (program) => call("run.start", toRequest(program)),
    async close() {
      await core.close();
      if (!options.home) await rm(home, { recursive: true, force: true });
    },
  };
}

/** A core whose images are recorded: builds them, which the engine's cache makes quick. */
export async function openReadyCore(options: Partial<CoreOptions> = {}): Promise<TestCore> {
  const core = await openTestCore(options);
  await core.call("images.build", {});
  return core;
}
