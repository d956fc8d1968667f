import { Agent as HttpsAgent } from "node:https";
import type Docker from "dockerode";
import type { Transport } from "./endpoint.ts";
import type { Surroundings } from "./known-sockets.ts";
import { SshAgent } from "./ssh/ssh-agent.ts";

export type DialSurroundings = Pick<Surroundings, "platform" | "env" | "sshFolder">;

/** How long a connection waits for its next use. */
const IDLE_MS = 30_000;

/** How the engine's client is to connect. `agent`: what holds the connections, where they are our own; end them with it. */
export function dial(
  transport: Transport,
  { platform, env, sshFolder }: DialSurroundings,
): { options: Docker.DockerOptions; agent: SshAgent | HttpsAgent | null } {
  // dockerode fills what is not given from `DOCKER_HOST`; every field is therefore given, also as `undefined`.
  const unset = {
    socketPath: undefined,
    host: undefined,
    port: undefined,
    protocol: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
  };
  const toOptions = (given: Record<string, unknown>) => ({ ...unset, ...given }) as Docker.DockerOptions;
  switch (transport.kind) {
    case "socket":
      return { options: toOptions({ socketPath: transport.path }), agent: null };
    case "ssh": {
      const agent = new SshAgent({ transport, controlFolder: sshFolder ?? null, platform, env });
      // The name is for the `Host` header alone.
      return { options: toOptions({ protocol: "http", host: "docker.invalid", agent }), agent };
    }
    case "tcp": {
      const { host, port, tls } = transport;
      if (!tls) return { options: toOptions({ protocol: "http", host, port }), agent: null };
      const { ca, cert, key } = tls;
      const agent = new HttpsAgent({ keepAlive: true, timeout: IDLE_MS, rejectUnauthorized: true, ca, cert, key });
      return { options: toOptions({ protocol: "https", host, port, agent }), agent };
    }
  }
}
