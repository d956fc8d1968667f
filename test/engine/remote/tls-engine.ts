import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuthority } from "./certificates.ts";
import { freePort, untilOpen } from "./free-port.ts";

/** An engine of its own that answers nobody but those with its authority's certificate. */
export interface TlsEngine {
  /** For `engine.address`. */
  address: string;
  port: number;
  /** The certificates by name; `client` is a folder as `DOCKER_CERT_PATH` takes it. */
  folder: string;
  client: string;
  env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** Why there can be no engine of our own here; `null` where there can. */
export function whyNoTls(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "A second Docker engine is started, which needs root.";
  for (const [program, option] of [
    ["dockerd", "--version"],
    ["docker", "--version"],
    ["openssl", "version"],
  ] as const) {
    try {
      execFileSync(program, [option], { stdio: "ignore" });
    } catch {
      return `The program ${program} is needed.`;
    }
  }
  return null;
}

/** Puts the files where the Docker command line, and so Sandpit, looks for them. */
export async function toClientFolder(folder: string, name: string, files: { ca?: string; client?: string }) {
  const target = join(folder, name);
  await mkdir(target, { recursive: true });
  const copy = (from: string, to: string) => cp(join(folder, from), join(target, to));
  if (files.ca) await copy(`${files.ca}.pem`, "ca.pem");
  if (files.client) await copy(`${files.client}.pem`, "cert.pem");
  if (files.client) await copy(`${files.client}-key.pem`, "key.pem");
  return target;
}

/** Starts a real `dockerd --tlsverify` on loopback, with the base images of the engine at `dockerHost`. */
export async function startTlsEngine(dockerHost: string, bases: readonly string[]): Promise<TlsEngine> {
  const folder = await mkdtemp(join(tmpdir(), "sandpit-tls-"));
  const make = createAuthority(folder);
  await make.authority("ca");
  await make.certificate("server", { by: "ca", for: "IP:127.0.0.1,DNS:localhost" });
  await make.certificate("client", { by: "ca" });
  await make.authority("foreign");
  await make.certificate("stranger", { by: "foreign" });
  const client = await toClientFolder(folder, "client-folder", { ca: "ca", client: "client" });

  const port = await freePort();
  const at = (name: string) => join(folder, name);
  const daemon: ChildProcess = spawn(
    "dockerd",
    [
      ...["--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("pid")],
      ...["--host", `tcp://127.0.0.1:${port}`, "--host", `unix://${at("docker.sock")}`],
      ...["--tlsverify", "--tlscacert", at("ca.pem"), "--tlscert", at("server.pem"), "--tlskey", at("server-key.pem")],
      ...["--iptables=false", "--bridge=none"],
    ],
    { stdio: "ignore" },
  );
  const stop = async () => {
    if (daemon.exitCode === null && daemon.signalCode === null) {
      const gone = once(daemon, "exit");
      daemon.kill("SIGTERM");
      await gone;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await untilOpen(port);
    await copyImages(dockerHost, `unix://${at("docker.sock")}`, bases);
  } catch (error) {
    await stop();
    throw error;
  }
  const env = { ...process.env, DOCKER_HOST: undefined, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: client };
  return { address: `tcp://127.0.0.1:${port}`, port, folder, client, env, close: stop };
}

async function copyImages(from: string, to: string, images: readonly string[]): Promise<void> {
  const save = spawn("docker", ["--host", from, "save", ...images], { stdio: ["ignore", "pipe", "inherit"] });
  const load = spawn("docker", ["--host", to, "load", "--quiet"], { stdio: ["pipe", "ignore", "inherit"] });
  save.stdout.pipe(load.stdin);
  const [code] = (await once(load, "exit")) as [number | null];
  if (code !== 0) throw new Error(`The base images could not be copied: docker load ended with ${code}.`);
}
