import { mkdir, readFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type * as z from "zod";
import { toErrorCode } from "../error-code.ts";
import { removeHalfWritten } from "./half-written.ts";

export interface JsonDocument<T> {
  /**
   * The value last saved, `null` at the very first start; `notice` tells the user of what could not be used. `isInPlace`:
   * that is still where it was, because it cannot be read or moved. Never rejects.
   */
  load(): Promise<{ value: T | null; notice: string | null; isInPlace: boolean }>;
  /** Resolves once this value, or a later one, is safely on disk. What was still in place is kept under another name first. */
  save(value: T): Promise<void>;
  /** Resolves when no save is under way, whether or not it succeeded. */
  settled(): Promise<void>;
}

interface JsonDocumentOptions<S extends z.ZodType> {
  folder: string;
  /** `workspace` is kept in `workspace.json`, its predecessor in `workspace.previous.json`. */
  name: string;
  schema: S;
  /** What the user calls it: completes "The saved … was damaged" and "The saved … cannot be read". */
  label: string;
  /** Whether the value before the last one is kept, and opened where the last one is damaged. By default it is. */
  keepPrevious?: boolean;
  now?: () => Date;
}

/**
 * One JSON file that survives a crash, a kill and a full disk. Every save keeps its predecessor; what is damaged is set
 * aside under a new name at once, what cannot be read not before something is to take its place. Neither is overwritten.
 */
export function createJsonDocument<S extends z.ZodType>(options: JsonDocumentOptions<S>): JsonDocument<z.output<S>> {
  const { folder, name, schema, label, keepPrevious = true, now = () => new Date() } = options;
  const current = join(folder, `${name}.json`);
  const previous = join(folder, `${name}.previous.json`);

  /** What cannot be used and is still in place, and the name under which it is to be kept. */
  const inPlace = new Map<string, string>();

  const toAside = (path: string, why: "unread" | "damaged"): string =>
    `${basename(path, ".json")}.${why}-${now().toISOString().replaceAll(/[:.]/g, "-")}.json`;
  const setAside = async (path: string, aside: string): Promise<void> => {
    await rename(path, join(folder, aside));
    inPlace.delete(path);
  };

  const setAsideDamaged = async (path: string): Promise<Fault> => {
    const aside = toAside(path, "damaged");
    try {
      await setAside(path, aside);
      return { is: "was damaged", remedy: `What was damaged is kept as ${aside} in ${folder}.` };
    } catch (error) {
      inPlace.set(path, aside);
      const remedy = `${path} cannot be moved away (${toErrorCode(error)}). Correct the permissions of its folder.`;
      return { is: "is damaged", remedy };
    }
  };

  const read = async (path: string): Promise<{ value: z.output<S> | null; fault: Fault | null }> => {
    inPlace.delete(path);
    let text: string;
    try {
      text = await readFile(path, "utf8");
    } catch (error) {
      if (isMissing(error)) return { value: null, fault: null };
      const aside = toAside(path, "unread");
      inPlace.set(path, aside);
      const is = `cannot be read (${toErrorCode(error)})`;
      const remedy = `Correct the permissions of ${path}. It is kept as ${aside} before anything else is saved in its place.`;
      return { value: null, fault: { is, remedy } };
    }
    try {
      return { value: schema.parse(JSON.parse(text)), fault: null };
    } catch {
      return { value: null, fault: await setAsideDamaged(path) };
    }
  };

  let loaded = false;
  let running: Promise<void> | null = null;
  let waiting: { value: z.output<S>; saved: Promise<void> } | null = null;

  const write = async (value: z.output<S>): Promise<void> => {
    await mkdir(folder, { recursive: true });
    for (const [path, aside] of inPlace) {
      await setAside(path, aside).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
        inPlace.delete(path);
      });
    }
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
      if (!loaded) await removeHalfWritten(current, now());
      loaded = true;
      const first = await read(current);
      if (first.value !== null) return { value: first.value, notice: null, isInPlace: false };
      const second = keepPrevious ? await read(previous) : { value: null, fault: null };
      const isInPlace = inPlace.size > 0;
      const fault = first.fault ?? second.fault;
      if (fault === null) return { value: second.value, notice: null, isInPlace };
      const afresh = keepPrevious ? "Sandpit starts afresh" : "the defaults are in force";
      const instead = second.value === null ? afresh : "the copy before it was opened instead";
      return {
        value: second.value,
        notice: `The saved ${label} ${fault.is}, so ${instead}. ${fault.remedy}`,
        isInPlace,
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

/** What is wrong with a file, and what became of it or is to be done: the two ends of a notice. */
interface Fault {
  is: string;
  remedy: string;
}

const isMissing = (error: unknown): boolean => toErrorCode(error) === "ENOENT";
