import { randomUUID } from "node:crypto";
import Docker from "dockerode";
import { INSTALLATION_LABEL } from "../../electron/core/run/sandbox-spec.ts";
import { loadOldImage } from "./old-image.ts";

/** The engine as somebody beside Sandpit uses it. */
export interface Outside {
  /** Starts a container that is not Sandpit's. Answers its id and name. */
  start(): Promise<{ id: string; name: string }>;
  kill(id: string): Promise<void>;
  isRunning(id: string): Promise<boolean>;
  /** Gives a name to an image that has another already. */
  tag(image: string, name: string): Promise<void>;
  /** Gives this name to an image that was made years ago, until `close`. Answers its id. */
  tagOld(name: string): Promise<string>;
  /** Removes the ended sandboxes of windows that were killed, which nobody comes back to sweep. */
  removeLeftovers(): Promise<void>;
  /** Removes what was started here. */
  close(): Promise<void>;
}

/** Speaks to the engine that `DOCKER_HOST` names. */
export function createOutside(): Outside {
  const docker = new Docker();
  const started: string[] = [];
  const undo: (() => Promise<void>)[] = [];
  return {
    async start() {
      const name = `somebody-elses-${randomUUID().slice(0, 8)}`;
      const container = await docker.createContainer({
        name,
        Image: "python:3.11-slim-bookworm",
        Cmd: ["python3", "-c", "import time\nprint('not for learners', flush=True)\ntime.sleep(600)"],
        HostConfig: { NetworkMode: "none" },
      });
      started.push(container.id);
      await container.start();
      return { id: container.id, name };
    },
    kill: (id) => docker.getContainer(id).kill(),
    isRunning: async (id) => (await docker.getContainer(id).inspect()).State.Running,
    async tag(image, name) {
      const [repo = "", tag = "latest"] = name.split(":");
      await docker.getImage(image).tag({ repo, tag });
    },
    async tagOld(name) {
      const { Id } = await docker.getImage(name).inspect();
      const old = await loadOldImage(docker, name);
      undo.push(async () => {
        const [repo = "", tag = "latest"] = name.split(":");
        await docker.getImage(Id).tag({ repo, tag });
        await docker.getImage(old).remove({ force: true });
      });
      return old;
    },
    async removeLeftovers() {
      const filters = { label: [INSTALLATION_LABEL], status: ["exited", "dead"] };
      for (;;) {
        const ended = await docker.listContainers({ all: true, filters });
        if (ended.length === 0) return;
        // One that is just being removed (404, 409) is gone with the next look.
        await Promise.allSettled(ended.map(({ Id }) => docker.getContainer(Id).remove({ force: true })));
      }
    },
    async close() {
      await Promise.all(started.map((id) => docker.getContainer(id).remove({ force: true })));
      // An image that is gone by itself needs nothing undone.
      await Promise.allSettled(undo.map((step) => step()));
    },
  };
}
