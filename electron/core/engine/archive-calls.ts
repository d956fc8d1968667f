import { once } from "node:events";
import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { SandpitError } from "#shared/errors.ts";
import type { ArchiveCalls } from "./engine.ts";
import { readJsonLines } from "./json-lines.ts";

interface LoadMessage {
  id?: string;
  progressDetail?: { current?: number; total?: number };
  error?: string;
}

/** What the client can, and its types do not know. */
interface ImagesGetter {
  getImages(options: { names: string[]; abortSignal: AbortSignal }): Promise<Readable>;
}

/** The calls by which images leave an engine and come into it, as one archive. */
export function createArchiveCalls(docker: Docker): ArchiveCalls {
  return {
    async architecture() {
      return (await docker.version()).Arch;
    },
    saveImages(references, signal) {
      return (docker as unknown as ImagesGetter).getImages({ names: [...references], abortSignal: signal });
    },
    async loadImages(archive, signal, onUnpacked) {
      // Where the archive cannot be read to its end, the engine must not take its end for that of the archive.
      const broken = new AbortController();
      archive.once("error", () => broken.abort());
      const abortSignal = AbortSignal.any([signal, broken.signal]);
      const layers = new Map<string, number>();
      try {
        const answer = await docker.loadImage(archive, { abortSignal, quiet: false });
        for await (const { id, progressDetail, error } of readJsonLines<LoadMessage>(answer)) {
          if (error) throw new SandpitError("invalid_input", `The engine could not load the images: ${error.trim()}`);
          if (!id || progressDetail?.current === undefined) continue;
          layers.set(id, progressDetail.current);
          onUnpacked([...layers.values()].reduce((sum, bytes) => sum + bytes, 0));
        }
      } catch (error) {
        throw archive.errored ?? error;
      } finally {
        if (!archive.closed) {
          archive.destroy();
          await once(archive, "close").catch(() => {});
        }
      }
      if (archive.errored) throw archive.errored;
    },
    async tagImage(id, tag) {
      const colon = tag.lastIndexOf(":");
      await docker.getImage(id).tag({ repo: tag.slice(0, colon), tag: tag.slice(colon + 1) });
    },
  };
}
