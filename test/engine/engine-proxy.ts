import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A socket before the real engine that can be taken away, so that an engine's absence is had without stopping it. */
export interface EngineProxy {
  /** For `DOCKER_HOST`. */
  address: string;
  /** Nobody answers any more, and all connections are lost. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Puts a proxy before the engine at `target` (`unix://…` or `tcp://…`). */
export async function createEngineProxy(target: string): Promise<EngineProxy> {
  const folder = await mkdtemp(join(tmpdir(), "sandpit-proxy-"));
  const path = join(folder, "docker.sock");
  const sockets = new Set<Socket>();
  const url = new URL(target.replace(/^tcp:/, "http:"));
  const reach = () =>
    target.startsWith("unix:")
      ? connect({ path: url.pathname })
      : connect({ host: url.hostname, port: Number(url.port) });

  // Half-open, as the engine uses it: the end of a program's input must not end its output.
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = reach();
    far.allowHalfOpen = true;
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  const listen = () => new Promise<void>((resolve) => server.listen(path, resolve));
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen();
  return {
    address: `unix://${path}`,
    cut,
    restore: listen,
    async close() {
      if (server.listening) await cut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
