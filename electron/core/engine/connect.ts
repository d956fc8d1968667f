import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import Docker from "dockerode";
import { createAttachment } from "./attachment.ts";
import { followBuild } from "./build-stream.ts";
import type { Endpoint, Transport } from "./endpoint.ts";
import type { Attachment, ContainerSpec, Engine, EngineIdentity, ImageDetails } from "./engine.ts";
import { engineStatusCode } from "./engine-error.ts";
import { toContainerUsage } from "./usage.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const REMOVE_ATTEMPTS = 20;
const REMOVE_AGAIN_MS = 250;

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

const unlessStatus =
  (...statuses: number[]) =>
  (error: unknown) => {
    if (!statuses.includes(engineStatusCode(error) ?? 0)) throw error;
  };

const identify = async (docker: Docker): Promise<EngineIdentity> => {
  const [version, info] = await Promise.all([
    docker.version(),
    docker.info() as Promise<{ ID?: string; OperatingSystem?: string; Name?: string }>,
  ]);
  const podman = /podman/i.test(JSON.stringify(version.Components ?? ""));
  return {
    product: podman ? "Podman" : "Docker",
    version: version.Version,
    apiVersion: version.ApiVersion,
    id: info.ID || info.Name || "unknown",
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
  const container = (id: string) => docker.getContainer(id);
  return {
    endpoint,
    identity,

    async createContainer(spec: ContainerSpec) {
      return (await docker.createContainer(spec)).id;
    },
    async attach(id): Promise<Attachment> {
      const stream = await container(id).attach({
        stream: true,
        stdin: true,
        stdout: true,
        stderr: true,
        hijack: true,
      });
      return createAttachment(stream);
    },
    async start(id) {
      await container(id).start();
    },
    async wait(id) {
      const { StatusCode } = await container(id).wait({ condition: "next-exit" });
      return StatusCode;
    },
    async inspect(id) {
      const { State } = await container(id).inspect();
      return { running: State.Running, exitCode: State.ExitCode, oomKilled: State.OOMKilled };
    },
    async kill(id) {
      await container(id)
        .kill()
        .catch(unlessStatus(404, 409, 500));
    },
    async remove(id) {
      // A busy engine answers that the removal is under way (409) or that the file system is in use (500); it is asked
      // again until the container is gone.
      for (let attempt = 1; ; attempt += 1) {
        try {
          await container(id).remove({ force: true, v: true });
          return;
        } catch (error) {
          const status = engineStatusCode(error);
          if (status === 404) return;
          if (attempt === REMOVE_ATTEMPTS || (status !== 409 && status !== 500)) throw error;
          await setTimeout(REMOVE_AGAIN_MS);
        }
      }
    },
    async listByLabel(label) {
      const found = await docker.listContainers({ all: true, filters: { label: [label] } });
      return found.map(({ Id, Labels, State }) => ({ id: Id, labels: Labels, running: State === "running" }));
    },
    async usage(id) {
      const stats = await container(id).stats({ stream: false, "one-shot": true });
      return toContainerUsage(stats);
    },
    async processes(id, columns) {
      const { Titles, Processes } = await container(id).top({ ps_args: `-o ${columns}` });
      // `null` rather than empty where the container has just exited.
      return { titles: Titles ?? [], rows: Processes ?? [] };
    },

    async inspectImage(reference): Promise<ImageDetails | null> {
      try {
        const image = await docker.getImage(reference).inspect();
        return {
          id: image.Id,
          tags: image.RepoTags ?? [],
          labels: image.Config.Labels ?? {},
          sizeBytes: image.Size,
          createdAt: image.Created,
          user: image.Config.User,
        };
      } catch (error) {
        if (engineStatusCode(error) === 404) return null;
        throw error;
      }
    },
    async build({ context, tag, labels, noCache, signal, onText }) {
      const options = {
        t: tag,
        labels,
        nocache: noCache,
        rm: true,
        forcerm: true,
        abortSignal: signal,
      };
      const stream = await docker.buildImage(Readable.from([context]), options);
      await followBuild(stream, signal, onText);
      return (await docker.getImage(tag).inspect()).Id;
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
