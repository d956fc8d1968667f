import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SandpitError } from "#shared/errors.ts";
import type { Language } from "#shared/languages.ts";

const run = promisify(execFile);

/** An interpreter of this machine that answered. */
export interface Interpreter {
  command: string;
  args: string[];
  version: string;
  /** What it takes for itself of the memory that `prlimit --data` counts, before a program begins. */
  ownDataBytes: number;
}

/** Where programs are often installed that an application started from the desktop does not have on its PATH. */
const EXTRA_FOLDERS = ["/usr/local/bin", "/opt/homebrew/bin", "/usr/bin", "/bin"];

/**
 * What V8 maps beside a full heap while it collects (the other half of the young generation, pages to move objects to).
 * Where it cannot, it crashes before it can say that memory ran out; seen up to 32 MiB short.
 */
const COLLECTOR_BYTES = 96 * 1024 * 1024;

/** The search path, completed where the desktop leaves it short (macOS Finder). */
export const toSearchPath = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string => {
  const present = env.PATH ?? env.Path ?? "";
  if (platform === "win32") return present;
  return [...new Set([...present.split(":"), ...EXTRA_FOLDERS])].filter(Boolean).join(":");
};

/**
 * Finds the interpreter of a language on this machine by asking each candidate for its version.
 * @throws SandpitError `language_unavailable` where none answers.
 */
export async function findInterpreter(
  language: Language,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<Interpreter> {
  if (language.localInterpreters.length === 0)
    throw new SandpitError(
      "language_unavailable",
      `${language.label} runs only in a container. Start Docker (or Podman), then run again.`,
    );
  const PATH = toSearchPath(env, platform);
  for (const { command, args } of language.localInterpreters) {
    try {
      // Windows has a `python3` that only opens a shop: its answer is empty.
      const { stdout } = await run(command, [...args, "--version"], { timeout: 10_000, env: { ...env, PATH } });
      if (!/\d+\.\d+/.test(stdout)) continue;
      const isMeasured = language.prepare !== "none" && platform === "linux";
      const ownDataBytes = isMeasured ? (await measureNode(command, PATH)) + COLLECTOR_BYTES : 0;
      return { command, args, version: stdout.trim(), ownDataBytes };
    } catch {
      // not this one
    }
  }
  const names = language.localInterpreters.map(({ command, args }) => [command, ...args].join(" ")).join(", ");
  throw new SandpitError(
    "language_unavailable",
    `No interpreter for ${language.label} was found on this computer (looked for: ${names}). Install one, or install Docker to run programs in isolation.`,
  );
}

/** Reads how much data memory an idle Node.js has mapped: from 50 MB to 600 MB, by version (proc(5), `VmData`). */
async function measureNode(command: string, PATH: string): Promise<number> {
  const script = 'require("node:fs").readFileSync("/proc/self/status", "utf8")';
  const { stdout } = await run(command, ["-p", script], { timeout: 10_000, env: { PATH } });
  return Number(/VmData:\s*(\d+) kB/.exec(stdout)?.[1] ?? 0) * 1024;
}
