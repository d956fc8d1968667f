import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import * as z from "zod";

const recordSchema = z.object({
  /** The image's id, by which it is run. */
  id: z.string(),
  /** The digest of the build context, to notice a changed Dockerfile. */
  source: z.string(),
  builtAt: z.string(),
});
export type ImageRecord = z.infer<typeof recordSchema>;

const recordsSchema = z.record(z.string(), recordSchema);

export interface ImageRecords {
  get(engineId: string, tag: string): Promise<ImageRecord | null>;
  set(engineId: string, tag: string, record: ImageRecord): Promise<void>;
}

/** Remembers which image was built for each tag, for every engine on its own. A damaged file counts as empty: images are then built again. */
export function createImageRecords(home: string): ImageRecords {
  const path = join(home, "images.json");
  const read = async () => {
    const text = await readFile(path, "utf8").catch(() => "{}");
    try {
      return recordsSchema.parse(JSON.parse(text));
    } catch {
      return {};
    }
  };
  const key = (engineId: string, tag: string) => `${engineId} ${tag}`;
  let writing = Promise.resolve();
  return {
    async get(engineId, tag) {
      return (await read())[key(engineId, tag)] ?? null;
    },
    set(engineId, tag, record) {
      writing = writing.then(async () => {
        await mkdir(home, { recursive: true });
        const records = { ...(await read()), [key(engineId, tag)]: record };
        await writeFileAtomic(path, `${JSON.stringify(records, null, 2)}\n`);
      });
      return writing;
    },
  };
}
