import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import type { ContainerSpec } from "../../electron/core/engine/engine.ts";

const run = promisify(execFile);

/** Times of one program, in milliseconds from its start. */
export interface Timing {
  firstOutputMs: number;
  completionMs: number;
}

/** Starts a command and times its first output and its end. */
export function timeCommand(command: string, args: readonly string[]): Promise<Timing> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let firstOutputMs = Number.NaN;
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.once("data", () => {
      firstOutputMs = performance.now() - startedAt;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve({ firstOutputMs, completionMs: performance.now() - startedAt });
      else reject(new Error(`${command} ended with ${code}`));
    });
  });
}

/** The interpreter itself: a version manager's wrapper (pyenv, asdf) would make the peer slower than it is. */
export async function realInterpreter(command: "python3" | "node"): Promise<string> {
  const args = command === "python3" ? ["-c", "import sys; print(sys.executable)"] : ["-p", "process.execPath"];
  return (await run(command, args)).stdout.trim();
}

/** The options of our sandbox as those of `docker run`. */
export function toDockerRun(
  { Image, User, WorkingDir, HostConfig }: ContainerSpec,
  command: readonly string[],
): string[] {
  const {
    Memory,
    MemorySwap,
    NanoCpus,
    PidsLimit,
    ShmSize,
    Tmpfs,
    Ulimits,
    CapDrop,
    SecurityOpt,
    IpcMode,
    NetworkMode,
    LogConfig,
  } = HostConfig;
  return [
    "run",
    "--rm",
    "--init",
    "--read-only",
    ...[
      "--network",
      NetworkMode,
      "--ipc",
      IpcMode,
      "--user",
      User,
      "--workdir",
      WorkingDir,
      "--log-driver",
      LogConfig.Type,
    ],
    ...[
      `--memory=${Memory}`,
      `--memory-swap=${MemorySwap}`,
      `--cpus=${NanoCpus / 1e9}`,
      `--pids-limit=${PidsLimit}`,
      `--shm-size=${ShmSize}`,
    ],
    ...CapDrop.flatMap((capability) => ["--cap-drop", capability]),
    ...SecurityOpt.flatMap((option) => ["--security-opt", option]),
    ...Object.entries(Tmpfs).flatMap(([path, options]) => ["--tmpfs", `${path}:${options}`]),
    ...Ulimits.flatMap(({ Name, Soft, Hard }) => ["--ulimit", `${Name}=${Soft}:${Hard}`]),
    Image,
    ...command,
  ];
}
