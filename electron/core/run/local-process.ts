import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import type { Limits } from "#shared/limits.ts";
import type { Exit, Guest } from "./guest.ts";
import { type Interpreter, toSearchPath } from "./interpreters.ts";
import { killProcessTree, RUN_MARK } from "./process-tree.ts";
import type { Program } from "./program.ts";

export interface LocalProcessOptions {
  interpreter: Interpreter;
  program: Program;
  folder: string;
  limits: Limits;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** Unique for the run. */
  mark: string;
}

const MIB = 1024 * 1024;

/** What a program may know of its surroundings: enough to start, and nothing that is the user's. */
const KEPT_VARIABLES = [
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "SystemRoot",
  "windir",
  "ComSpec",
  "PATHEXT",
  "NUMBER_OF_PROCESSORS",
];

/** The environment of a local run: no tokens, no home folder, no settings of the user's own interpreter. */
export function toLocalEnvironment({
  env,
  platform,
  folder,
  mark,
}: Pick<LocalProcessOptions, "env" | "platform" | "folder" | "mark">): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(
    KEPT_VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
  return {
    ...kept,
    PATH: toSearchPath(env, platform),
    HOME: folder,
    USERPROFILE: folder,
    TMPDIR: folder,
    TEMP: folder,
    TMP: folder,
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUTF8: "1",
    [RUN_MARK]: mark,
  };
}

/** The command that starts the program: on Linux below `prlimit` (util-linux), which sets the memory limit. */
export function toLocalCommand({
  interpreter,
  program,
  folder,
  limits,
  platform,
}: LocalProcessOptions): [string, ...string[]] {
  const node = program.language.prepare !== "none";
  const args = [...interpreter.args];
  if (node) args.push(`--max-old-space-size=${Math.floor(limits.memoryBytes / MIB)}`);
  if (program.sourceMaps) args.push("--enable-source-maps");
  args.push(join(folder, program.entry));
  if (platform !== "linux") return [interpreter.command, ...args];
  return [
    "prlimit",
    `--data=${limits.memoryBytes + interpreter.ownDataBytes}`,
    "--core=0",
    interpreter.command,
    ...args,
  ];
}

export interface LocalGuest extends Guest {
  /** The process; `undefined` while there is none. */
  pid(): number | undefined;
}

/** Prepares the process of a local run; it is started by the guest's `start`. */
export function startLocalProcess(options: LocalProcessOptions): LocalGuest {
  const { folder, platform, mark } = options;
  const [command, ...args] = toLocalCommand(options);
  let child: ChildProcessWithoutNullStreams | undefined;
  let onOutput: Parameters<Guest["onOutput"]>[0] = () => {};
  const exited = Promise.withResolvers<Exit>();
  const outputEnded = Promise.withResolvers<void>();
  exited.promise.catch(() => {});

  const onFailure = (cause: unknown) => {
    const message = `The program could not be started: ${command} failed. Install it, or install Docker to run programs in isolation.`;
    exited.reject(new SandpitError("language_unavailable", message, { cause }));
    outputEnded.resolve();
  };

  return {
    pid: () => child?.pid,
    async start() {
      try {
        // A group of its own, so that it can be ended with everything it has started.
        child = spawn(command, args, {
          cwd: folder,
          env: toLocalEnvironment(options),
          detached: platform !== "win32",
          windowsHide: true,
        });
      } catch (error) {
        onFailure(error);
        return;
      }
      const { pid } = child;
      child.once("error", onFailure);
      child.stdin.on("error", () => {}); // the program has ended without reading everything
      child.stdout.on("data", (bytes: Buffer) => onOutput("stdout", bytes));
      child.stderr.on("data", (bytes: Buffer) => onOutput("stderr", bytes));
      child.once("close", () => outputEnded.resolve());
      child.once("exit", (code, signal) => {
        // What the program left running would outlive it, and keep its output open.
        const ended = pid === undefined ? Promise.resolve() : killProcessTree(pid, mark, platform);
        const exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
        void ended.finally(() => exited.resolve({ exitCode, oomKilled: false }));
      });
    },
    onOutput(listener) {
      onOutput = listener;
    },
    write(bytes) {
      return new Promise((resolve) => {
        if (child?.stdin.writable) child.stdin.write(bytes, () => resolve());
        else resolve();
      });
    },
    end() {
      child?.stdin.end();
    },
    async kill() {
      if (child?.pid !== undefined && child.exitCode === null) await killProcessTree(child.pid, mark, platform);
    },
    exited: exited.promise,
    outputEnded: outputEnded.promise,
    usage: () => ({ peakMemoryBytes: null, cpuMs: null }),
  };
}
