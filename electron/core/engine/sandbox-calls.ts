import type { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import type Docker from "dockerode";
import { createAttachment } from "./attachment.ts";
import type { Attachment, ContainerSpec, SandboxCalls } from "./engine.ts";
import { engineStatusCode } from "./engine-error.ts";
import { toContainerUsage } from "./usage.ts";

const REMOVE_ATTEMPTS = 20;
const REMOVE_AGAIN_MS = 250;

const unlessStatus =
  (...statuses: number[]) =>
  (error: unknown) => {
    if (!statuses.includes(engineStatusCode(error) ?? 0)) throw error;
  };

/**
 * Takes over the connection of a call. dockerode would send the options as a body too, which Docker reads and Podman
 * hands to the program as the beginning of its standard input: so the body is empty here, and said to be.
 */
const hijack = (docker: Docker, path: string, options: Record<string, boolean>): Promise<NodeJS.ReadWriteStream> =>
  new Promise((resolve, reject) => {
    const call = {
      ...{ path, method: "POST", options, file: Buffer.alloc(0), isStream: true, hijack: true, openStdin: true },
      headers: { "Content-Type": "application/json" },
      statusCodes: { 200: true, 404: "no such container", 500: "server error" },
    };
    docker.modem.dial(call as never, (error: unknown, stream) =>
      error ? reject(error) : resolve(stream as NodeJS.ReadWriteStream),
    );
  });

/**
 * Asks for the exit code. An engine begins its answer at once and ends it when the container exits. dockerode would never
 * say that the connection was lost in between, so the answer is read here.
 */
const waitForExit = async (docker: Docker, id: string): Promise<number> => {
  const answer = await new Promise<Readable>((resolve, reject) => {
    const call = {
      ...{ path: `/containers/${id}/wait?`, method: "POST", options: { condition: "next-exit" }, isStream: true },
      statusCodes: { 200: true, 400: "bad parameter", 404: "no such container", 500: "server error" },
    };
    docker.modem.dial(call as never, (error: unknown, stream) => (error ? reject(error) : resolve(stream as Readable)));
  });
  const { StatusCode } = (await json(answer)) as { StatusCode: number };
  return StatusCode;
};

/** The calls by which containers are made, run and removed. */
export function createSandboxCalls(docker: Docker): SandboxCalls {
  const container = (id: string) => docker.getContainer(id);
  return {
    async createContainer(spec: ContainerSpec) {
      return (await docker.createContainer(spec)).id;
    },
    async attach(id): Promise<Attachment> {
      const stream = await hijack(docker, `/containers/${id}/attach?`, {
        ...{ stream: true, stdin: true, stdout: true, stderr: true },
      });
      return createAttachment(stream);
    },
    async start(id) {
      await container(id).start();
    },
    wait: (id) => waitForExit(docker, id),
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
  };
}
