import { Readable } from "node:stream";
import type Docker from "dockerode";
import { followBuild } from "./build-stream.ts";
import type { ImageCalls } from "./engine.ts";
import { engineStatusCode } from "./engine-error.ts";

/** The calls by which images are looked at, built and removed. */
export function createImageCalls(docker: Docker): ImageCalls {
  return {
    async inspectImage(reference) {
      try {
        const image = await docker.getImage(reference).inspect();
        return {
          id: image.Id,
          tags: image.RepoTags ?? [],
          labels: image.Config.Labels ?? {},
          sizeBytes: image.Size,
          createdAt: image.Created,
          user: image.Config.User,
          architecture: image.Architecture,
          layers: image.RootFS?.Layers ?? [],
        };
      } catch (error) {
        if (engineStatusCode(error) === 404) return null;
        throw error;
      }
    },
    async build({ context, tag, labels, noCache, pull, signal, onMessage }) {
      const options = {
        ...{ t: tag, labels, nocache: noCache, rm: true, forcerm: true, abortSignal: signal },
        ...(pull && { pull }),
      };
      const stream = await docker.buildImage(Readable.from([context]), options);
      await followBuild(stream, signal, onMessage);
      return (await docker.getImage(tag).inspect()).Id;
    },
    async imageHistory(reference) {
      const history = (await docker.getImage(reference).history()) as {
        Created: number;
        CreatedBy: string;
        Size: number;
      }[];
      return history.map(({ Created, CreatedBy, Size }) => ({
        createdBy: CreatedBy,
        sizeBytes: Size,
        createdAt: new Date(Created * 1000).toISOString(),
      }));
    },
    async listImages() {
      const [all, dangling] = await Promise.all([
        docker.listImages({ all: true }),
        docker.listImages({ filters: { dangling: ["true"] } }),
      ]);
      const free = new Set(dangling.map(({ Id }) => Id));
      return all.map(({ Id, RepoTags, Size }) => ({
        id: Id,
        tags: (RepoTags ?? []).filter((tag) => tag !== "<none>:<none>"),
        sizeBytes: Size,
        isDangling: free.has(Id),
      }));
    },
    async removeImage(reference) {
      try {
        await docker.getImage(reference).remove();
      } catch (error) {
        if (engineStatusCode(error) !== 404) throw error;
      }
    },
  };
}
