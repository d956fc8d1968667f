import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** An engine of its own that has nothing: no image, no container. */
export interface FreshEngine {
  /** For `DOCKER_HOST`. */
  host: string;
  close(): Promise<void>;
}

/** Why no second engine can be started here; `null` where one can. */
export function freshEngineProblem(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "starting a second engine needs root on Linux.";
  try {
    execFileSync("dockerd", ["--version"], { stdio: "ignore" });
    return null;
  } catch {
    return "there is no dockerd to start a second engine with.";
  }
}

/** Starts an engine with an empty folder. */
export async function startFreshEngine(): Promise<FreshEngine> {
  const folder = await mkdtemp(join(tmpdir(), "sandpit-fresh-engine-"));
  const run = await mkdtemp("/run/sandpit-fresh-");
  await mkdir(join(folder, "data"));
  const host = `unix://${run}/docker.sock`;
  const options = ["--data-root", join(folder, "data"), "--exec-root", join(run, "exec"), "-p", join(run, "pid")];
  // Like that of test/engine/up: no bridge and no iptables.
  const daemon = spawn("dockerd", [...options, "-H", host, "--iptables=false", "--bridge=none"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const close = async (): Promise<void> => {
    await end(daemon);
    await rm(run, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(daemon);
    return { host, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function untilReady(daemon: ChildProcess): Promise<void> {
  const last: string[] = [];
  return new Promise((resolve, reject) => {
    daemon.once("error", reject);
    daemon.once("exit", () => reject(new Error(`The second dockerd ended: ${last.join("\n")}`)));
    createInterface({ input: daemon.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      last.push(line);
      last.splice(0, last.length - 10);
      if (line.includes("API listen on")) resolve();
    });
  });
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const gone = new Promise((resolve) => daemon.once("exit", resolve));
  daemon.kill("SIGTERM");
  await gone;
}
