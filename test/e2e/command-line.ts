import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const MAIN = join(import.meta.dirname, "../../electron/cli/main.ts");

/** Starts the real command line on a home folder, beside the window. */
export function startCommandLine(
  home: string,
  args: readonly string[],
  env: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, SANDPIT_HOME: home, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Runs it to its end. Answers how it left. */
export async function runCommandLine(home: string, args: readonly string[]): Promise<number | null> {
  const [code] = (await once(startCommandLine(home, args), "close")) as [number | null];
  return code;
}
