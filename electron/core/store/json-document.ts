import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type * as z from "zod";

export interface JsonDocument<T> {
  /** The value last saved, `null` at the very first start; `notice` tells the user of damage that was found. */
  load(): Promise<{ value: T | null; notice: string | null }>;
  /** Resolves once this value, or a later one, is safely on disk. */
  save(value: T): Promise<void>;
  /** Resolves when no save is under way, whether or not it succeeded. */
  settled(): Promise<void>;
}

interface JsonDocumentOptions<S extends z.ZodType> {
  folder: string;
  /** `workspace` is kept in `workspace.json`, its predecessor in `workspace.previous.json`. */
  name: string;
  schema: S;
  /** What the user calls it: completes "The saved … was damaged". */
  label: string;
  /** Whether the value before the last one is kept, and opened where the last one is damaged. By default it is. */
  keepPrevious?: boolean;
  now?: () => Date;
}

/**
 * One JSON file that survives a crash, a kill and a full disk. Every save keeps its predecessor; what cannot be read is
 * set aside under a new name and never overwritten.
 */
export function createJsonDocument<S extends z.ZodType>(options: JsonDocumentOptions<S>): JsonDocument<z.output<S>> {
  const { folder, name, schema, label, keepPrevious = true, now = () => new Date() } = options;
  const current = join(folder, `${name}.json`);
  const previous = join(folder, `${name}.previous.json`);

  const read = async (path: string): Promise<z.output<S>> => schema.parse(JSON.parse(await readFile(path, "utf8")));

  const setAside = async (path: string): Promise<string> => {
    const stamp = now().toISOString().replaceAll(/[:.]/g, "-");
    const aside = `${basename(path, ".json")}.damaged-${stamp}.json`;
    await rename(path, join(folder, aside));
    return aside;
  };

  /** Where `path` cannot be used, `aside` is the name under which it was set aside. */
  const readOrSetAside = async (path: string): Promise<{ value: z.output<S> | null; aside: string | null }> => {
    try {
      return { value: await read(path), aside: null };
    } catch (error) {
      return { value: null, aside: isMissing(error) ? null : await setAside(path) };
    }
  };

  /** A kill in the middle of a save leaves the half-written copy behind. */
  const removeHalfWritten = async (): Promise<void> => {
    const entries = await readdir(folder).catch(() => []);
    const halfWritten = entries.filter((entry) => entry.startsWith(`${name}.json.`));
    // On a read-only disk it stays, and harms nothing.
    await Promise.all(halfWritten.map((entry) => rm(join(folder, entry), { force: true }).catch(() => {})));
  };

  let loaded = false;
  let running: Promise<void> | null = null;
  let waiting: { value: z.output<S>; saved: Promise<void> } | null = null;

  const write = async (value: z.output<S>): Promise<void> => {
    await mkdir(folder, { recursive: true });
    // Between the two steps only the predecessor exists; `load` is content with it.
    if (keepPrevious) {
      await rename(current, previous).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    }
    await writeFileAtomic(current, JSON.stringify(value), { mode: 0o600 });
  };

  const start = (value: z.output<S>): Promise<void> => {
    const save = write(value).finally(() => {
      if (running === save) running = null;
    });
    running = save;
    return save;
  };

  const settled = async (): Promise<void> => {
    await (waiting?.saved ?? running)?.catch(() => {});
  };

  return {
    settled,

    async load() {
      await settled();
      if (!loaded) await removeHalfWritten();
      loaded = true;
      const first = await readOrSetAside(current);
      if (first.value !== null) return { value: first.value, notice: null };
      const second = keepPrevious ? await readOrSetAside(previous) : { value: null, aside: null };
      const aside = first.aside ?? second.aside;
      if (aside === null) return { value: second.value, notice: null };
      const afresh = keepPrevious ? "Sandpit starts afresh" : "the defaults are in force";
      const instead = second.value === null ? afresh : "the copy before it was opened instead";
      return {
        value: second.value,
        notice: `The saved ${label} was damaged, so ${instead}. What was damaged is kept as ${aside} in ${folder}.`,
      };
    },

    save(value) {
      // Saves that wait behind the one in progress become one save of the last value.
      if (waiting) {
        waiting.value = value;
        return waiting.saved;
      }
      if (!running) return start(value);
      const turn = { value, saved: Promise.resolve() };
      const begin = (): Promise<void> => {
        waiting = null;
        return start(turn.value);
      };
      turn.saved = running.then(begin, begin);
      waiting = turn;
      return turn.saved;
    },
  };
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";
