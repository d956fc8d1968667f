import { setTimeout as delay } from "node:timers/promises";
import Docker from "dockerode";
import { createArchiveCalls } from "./archive-calls.ts";
import { type DialSurroundings, dial } from "./dial.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Engine, EngineIdentity } from "./engine.ts";
import { toEngineFacts } from "./engine-facts.ts";
import { untilSilent } from "./heartbeat.ts";
import { createImageCalls } from "./image-calls.ts";
import { createMonitorCalls } from "./monitor-calls.ts";
import { createSandboxCalls } from "./sandbox-calls.ts";

const CONNECT_TIMEOUT_MS = 5_000;
/** To another machine there is a name to look up, and keys to exchange. */
const FAR_CONNECT_TIMEOUT_MS = 20_000;

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
export async function connectEngine(endpoint: Endpoint, surroundings: DialSurroundings): Promise<Engine> {
  const { options, agent } = dial(endpoint.transport, surroundings);
  const docker = new Docker(options);
  const isFar = endpoint.transport.kind !== "socket";
  const waiting = new AbortController();
  const timeout = delay(isFar ? FAR_CONNECT_TIMEOUT_MS : CONNECT_TIMEOUT_MS, null, {
    signal: waiting.signal,
    ref: false,
  }).then(
    () => Promise.reject(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })),
    () => new Promise<never>(() => {}),
  );
  try {
    // Where there is a handshake, what comes later shares it.
    if (isFar) await Promise.race([docker.ping(), timeout]);
    const identity = await Promise.race([identify(docker), timeout]);
    return createEngine(docker, endpoint, identity);
  } catch (error) {
    agent?.destroy();
    throw error;
  } finally {
    waiting.abort();
  }
}

function createEngine(docker: Docker, endpoint: Endpoint, identity: EngineIdentity): Engine {
  const ping = async () => {
    const startedAt = performance.now();
    await docker.ping();
    return performance.now() - startedAt;
  };
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
    ping,
    async untilLost(signal) {
      const ended = new AbortController();
      const either = AbortSignal.any([signal, ended.signal]);
      // The events of the daemon itself are next to none: what counts is that the connection stays.
      const stream = await docker.getEvents({ abortSignal: either, filters: { type: ["daemon"] } });
      const closed = new Promise<void>((resolve) => {
        stream.on("error", () => resolve());
        stream.on("close", () => resolve());
        stream.on("end", () => resolve());
        stream.resume();
      });
      // A machine that is unplugged says nothing at all.
      if (endpoint.transport.kind === "socket") await closed;
      else await Promise.race([closed, untilSilent(ping, either)]);
      ended.abort();
    },
  };
}
