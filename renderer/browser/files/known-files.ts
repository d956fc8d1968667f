import { get, set } from "idb-keyval";
import type { FileRef } from "#shared/workspace.ts";
import type { FileSource } from "./file-source.ts";
import { toSource } from "./file-source.ts";

interface Kept {
  id: string;
  name: string;
  handle: FileSystemFileHandle;
  isRecent: boolean;
}

/** The files that the user has chosen, under the handles that the window has for them. */
export interface KnownFiles {
  /** The handle for a source: the same one where it is the same file. */
  refer(source: FileSource): Promise<FileRef>;
  find(id: string): Promise<FileSource | null>;
  recent(): Promise<FileRef[]>;
  clearRecent(): Promise<void>;
}

const STORED_AS = "files";
const MAX_KEPT = 50;
const MAX_RECENT = 10;

// A browser does not tell where a file is, only what it is called.
const toRef = ({ id, name }: { id: string; name: string }): FileRef => ({ handle: id, name, displayPath: name });

/** Files with a handle are kept in the browser's database; those without last as long as the page. */
export function createKnownFiles(): KnownFiles {
  const withoutHandle = new Map<string, FileSource>();
  let turn: Promise<unknown> = Promise.resolve();

  // Without a database, as in some private windows, the page still works with what it has in memory.
  let memory: Kept[] = [];
  const load = async (): Promise<Kept[]> => {
    memory = (await get<Kept[]>(STORED_AS).catch(() => undefined)) ?? memory;
    return memory;
  };
  const change = <T>(how: (kept: Kept[]) => Promise<{ kept: Kept[]; value: T }>): Promise<T> => {
    const next = turn.then(async () => {
      const { kept, value } = await how(await load());
      memory = kept.slice(0, MAX_KEPT);
      await set(STORED_AS, memory).catch(() => {});
      return value;
    });
    turn = next.catch(() => {});
    return next;
  };

  return {
    refer(source) {
      const { handle, name } = source;
      if (handle === null) {
        const id = crypto.randomUUID();
        withoutHandle.set(id, source);
        return Promise.resolve(toRef({ id, name }));
      }
      return change(async (kept) => {
        const same = await Promise.all(kept.map((candidate) => candidate.handle.isSameEntry(handle)));
        const id = kept.find((_, index) => same[index])?.id ?? crypto.randomUUID();
        const file: Kept = { id, name, handle, isRecent: true };
        return { kept: [file, ...kept.filter((other) => other.id !== id)], value: toRef(file) };
      });
    },
    async find(id) {
      await turn;
      const kept = (await load()).find((candidate) => candidate.id === id);
      return kept ? toSource(kept.handle) : (withoutHandle.get(id) ?? null);
    },
    async recent() {
      await turn;
      return (await load())
        .filter(({ isRecent }) => isRecent)
        .slice(0, MAX_RECENT)
        .map(toRef);
    },
    clearRecent: () =>
      change(async (kept) => ({ kept: kept.map((file) => ({ ...file, isRecent: false })), value: undefined })),
  };
}
