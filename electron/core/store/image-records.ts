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
  /** Whether it was to be made anew on the newest base image, and none could be had but the one that was there. */
  isOnOldBase: z.boolean().default(false),
  /** The ids of images that were built here before and replaced. */
  older: z.array(z.string()).default([]),
  /** The ids of what its builds left for the engine's cache. */
  steps: z.array(z.string()).default([]),
  /** Whether the image itself was removed; what it has left is still known. */
  isRemoved: z.boolean().default(false),
});
export type ImageRecord = z.infer<typeof recordSchema>;

const recordsSchema = z.record(z.string(), recordSchema);
type Records = z.infer<typeof recordsSchema>;

/** How many ids of each kind are remembered for an image; the oldest are forgotten first. */
const MAX_REMEMBERED = 500;

export interface ImageRecords {
  get(engineId: string, tag: string): Promise<ImageRecord | null>;
  /** Notes a new build; what was there before becomes one of the older ones. */
  set(
    engineId: string,
    tag: string,
    build: Pick<ImageRecord, "id" | "source" | "builtAt"> & { steps?: readonly string[]; isOnOldBase?: boolean },
  ): Promise<void>;
  /** Notes what a build that did not come to its end has left. */
  addSteps(engineId: string, tag: string, steps: readonly string[]): Promise<void>;
  /** The image is gone. */
  remove(engineId: string, tag: string): Promise<void>;
  /** All ids of images that were built here: those in use, those they replaced, and what builds left. */
  remembered(engineId: string): Promise<{ current: Set<string>; older: Set<string>; steps: Set<string> }>;
  /** These images are gone. */
  forget(engineId: string, ids: readonly string[]): Promise<void>;
}

/** Remembers which image was built for each tag, for every engine on its own. A damaged file counts as empty: images are then built again. */
export function createImageRecords(home: string): ImageRecords {
  const path = join(home, "images.json");
  const read = async (): Promise<Records> => {
    const text = await readFile(path, "utf8").catch(() => "{}");
    try {
      return recordsSchema.parse(JSON.parse(text));
    } catch {
      return {};
    }
  };
  const key = (engineId: string, tag: string) => `${engineId} ${tag}`;
  const union = (...lists: (readonly string[])[]) => [...new Set(lists.flat())].slice(-MAX_REMEMBERED);
  const ofEngine = (records: Records, engineId: string) =>
    Object.entries(records).filter(([name]) => name.startsWith(`${engineId} `));

  let writing: Promise<void> = Promise.resolve();
  const change = (apply: (records: Records) => void): Promise<void> => {
    const written = writing.then(async () => {
      await mkdir(home, { recursive: true });
      const records = await read();
      apply(records);
      await writeFileAtomic(path, `${JSON.stringify(records, null, 2)}\n`);
    });
    writing = written.catch(() => {});
    return written;
  };

  return {
    async get(engineId, tag) {
      const record = (await read())[key(engineId, tag)];
      return record && !record.isRemoved ? record : null;
    },
    set: (engineId, tag, { id, source, builtAt, steps = [], isOnOldBase = false }) =>
      change((records) => {
        const before = records[key(engineId, tag)];
        const older = union(before?.older ?? [], before ? [before.id] : []).filter((known) => known !== id);
        const left = union(before?.steps ?? [], steps);
        records[key(engineId, tag)] = { id, source, builtAt, isOnOldBase, older, steps: left, isRemoved: false };
      }),
    addSteps: (engineId, tag, steps) =>
      change((records) => {
        const record = records[key(engineId, tag)] ?? {
          ...{ id: "", source: "", builtAt: "", isOnOldBase: false, older: [], steps: [], isRemoved: true },
        };
        records[key(engineId, tag)] = { ...record, steps: union(record.steps, steps) };
      }),
    remove: (engineId, tag) =>
      change((records) => {
        const record = records[key(engineId, tag)];
        if (record) records[key(engineId, tag)] = { ...record, isRemoved: true };
      }),
    async remembered(engineId) {
      const own = ofEngine(await read(), engineId).map(([, record]) => record);
      return {
        current: new Set(own.filter(({ isRemoved }) => !isRemoved).map(({ id }) => id)),
        older: new Set(own.flatMap(({ id, older, isRemoved }) => (isRemoved && id ? [...older, id] : older))),
        steps: new Set(own.flatMap(({ steps }) => steps)),
      };
    },
    forget: (engineId, ids) =>
      change((records) => {
        const gone = new Set(ids);
        for (const [name, record] of ofEngine(records, engineId)) {
          const kept = (known: string[]) => known.filter((id) => !gone.has(id));
          records[name] = { ...record, older: kept(record.older), steps: kept(record.steps) };
        }
      }),
  };
}
