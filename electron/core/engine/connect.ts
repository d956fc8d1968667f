import Docker from "dockerode";
import { createArchiveCalls } from "./archive-calls.ts";
import type { Endpoint, Transport } from "./endpoint.ts";
import type { Engine, EngineIdentity } from "./engine.ts";
import { toEngineFacts } from "./engine-facts.ts";
import { createImageCalls } from "./image-calls.ts";
import { createMonitorCalls } from "./monitor-calls.ts";
import { createSandboxCalls } from "./sandbox-calls.ts";

const CONNECT_TIMEOUT_MS = 5_000;

/** dockerode fills what is not given from `DOCKER_HOST`; every field is therefore given, also as `undefined`. */
const toDockerOptions = (transport: Transport): Docker.DockerOptions => {
  const unset = {
    socketPath: undefined,
    host: undefined,
    port: undefined,
    protocol: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  };
  const options: Record<string, unknown> = { ...unset };
  if (transport.kind === "socket") options.socketPath = transport.path;
  else {
    options.host = transport.host;
    options.port = transport.port;
    options.protocol = transport.kind === "ssh" ? "ssh" : transport.tls ? "https" : "http";
    if (transport.kind === "ssh") {
      options.username = transport.username;
      options.sshOptions = { agent: process.env.SSH_AUTH_SOCK };
    } else if (transport.tls) Object.assign(options, transport.tls);
  }
  return options as Docker.DockerOptions;
};

const identify = async (docker: Docker): Promise<EngineIdentity> => {
  const [version, info] = await Promise.all([
    docker.version(),
    docker.info() as Promise<{ ID?: string; OperatingSystem?: string; Name?: string; DockerRootDir?: string }>,
  ]);
  const podman = /podman/i.test(JSON.stringify(version.Components ?? ""));
  return {
    product: podman ? "Podman" : "Docker",
    version: version.Version,
    apiVersion: version.ApiVersion,
    // Podman makes up another id at every call.
    id: podman ? `podman:${info.Name}:${info.DockerRootDir}` : info.ID || info.Name || "unknown",
    operatingSystem: info.OperatingSystem ?? version.Os,
  };
};

/**
 * Connects to the engine at an endpoint and asks it who it is.
 * @throws The system's or the engine's own error; `explain.ts` puts it into words.
 */
export async function connectEngine(endpoint: Endpoint): Promise<Engine> {
  const docker = new Docker(toDockerOptions(endpoint.transport));
  const timeout = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });
    globalThis.setTimeout(reject, CONNECT_TIMEOUT_MS, error).unref();
  });
  const identity = await Promise.race([identify(docker), timeout]);
  return createEngine(docker, endpoint, identity);
}

function createEngine(docker: Docker, endpoint: Endpoint, identity: EngineIdentity): Engine {
  return {
    endpoint,
    identity,
    ...createSandboxCalls(docker),
    ...createMonitorCalls(docker),
    ...createImageCalls(docker),
    ...createArchiveCalls(docker),

    async facts() {
      const [version, info] = await Promise.all([docker.version(), docker.info()]);
      return toEngineFacts(version, info);
    },
    async untilLost(signal) {
      // The events of the daemon itself are next to none: what counts is that the connection stays.
      const stream = await docker.getEvents({ abortSignal: signal, filters: { type: ["daemon"] } });
      await new Promise<void>((resolve) => {
        stream.on("error", () => resolve());
        stream.on("close", () => resolve());
        stream.on("end", () => resolve());
        stream.resume();
      });
    },
  };
}
