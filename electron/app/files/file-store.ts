import { stat } from "node:fs/promises";
import { SandpitError } from "#shared/errors.ts";
import { createKeyedQueue } from "#shared/keyed-queue.ts";
import { PLAIN_FORMAT, type TextFormat, toEditorText } from "#shared/text-file.ts";
import type { OpenedFile } from "#shared/workspace.ts";
import type { FileRegister } from "./file-register.ts";
import { encodeText, readTextFile, toVersion } from "./text-file.ts";
import { writeFileSafely } from "./write-file.ts";

export interface FileStore {
  openPath(path: string): Promise<OpenedFile>;
  openHandle(handle: string): Promise<OpenedFile>;
  /** Writes, unless the file on disk is no longer `version`: then its content comes back instead. */
  save(
    handle: string,
    content: string,
    version: string,
  ): Promise<{ saved: true; version: string } | { saved: false; onDisk: OpenedFile }>;
  /** Writes with the line ends and the byte order mark of the file `from`, a handle, or else with those of the text. */
  saveAs(path: string, content: string, from?: string): Promise<OpenedFile>;
  /** What another program made of the file since the page last heard of it: `null` is nothing, `onDisk: null` removed. */
  look(handle: string): Promise<{ onDisk: OpenedFile | null } | null>;
}

/** What the page was last told of a file. */
interface Told {
  /** `null`: that it is gone. */
  version: string | null;
  format: TextFormat;
  /** Of the file as last looked at, so that an unchanged one is not read again. */
  stamp: string | null;
  /** A missing or empty file may be one that another program is just writing: it must be seen twice. */
  doubted: boolean;
}

/** Reads and writes the files that the user opened. Work on one file happens one after another. */
export function createFileStore({ register }: { register: FileRegister }): FileStore {
  const told = new Map<string, Told>();
  const inTurn = createKeyedQueue();

  const tell = (handle: string, version: string | null, format: TextFormat, stamp: string | null = null): void => {
    told.set(handle, { version, format, stamp, doubted: false });
  };

  const read = async (path: string, stamp: string | null = null): Promise<OpenedFile> => {
    const { content, version, format } = await readTextFile(path);
    const ref = await register.refer(path);
    tell(ref.handle, version, format, stamp);
    return { ...ref, content, version };
  };

  const open = async (path: string): Promise<OpenedFile> => {
    const file = await read(path);
    await register.addRecent(file.handle);
    return file;
  };

  const write = async (path: string, content: string, format: TextFormat): Promise<OpenedFile> => {
    const bytes = encodeText(content, format);
    const ref = await register.refer(path);
    await writeFileSafely(path, bytes);
    const version = toVersion(bytes);
    tell(ref.handle, version, format);
    return { ...ref, content, version };
  };

  /** `null` where nobody knows: the file was not opened since the start, and is gone. */
  const formatOf = async (handle: string): Promise<TextFormat | null> => {
    const known = told.get(handle)?.format;
    if (known) return known;
    try {
      return (await readTextFile(await register.pathOf(handle))).format;
    } catch (error) {
      if (error instanceof SandpitError) return null;
      throw error;
    }
  };

  const lookAt = async (handle: string, path: string): Promise<{ onDisk: OpenedFile | null } | null> => {
    const before = told.get(handle);
    const { stamp, isEmpty } = await takeStamp(path);
    if (before) {
      const isSame = stamp === null ? before.version === null : stamp === before.stamp;
      if (isSame) return null;
      if (isEmpty && !before.doubted) {
        told.set(handle, { ...before, doubted: true });
        return null;
      }
    }
    if (stamp === null) {
      tell(handle, null, before?.format ?? PLAIN_FORMAT);
      return { onDisk: null };
    }
    const file = await read(path, stamp).catch((error: unknown) => {
      if (!(error instanceof SandpitError)) throw error;
      // It became something that cannot be shown; saving will say so. Until then it need not be read again.
      if (before) told.set(handle, { ...before, stamp, doubted: false });
      return null;
    });
    return file === null || file.version === before?.version ? null : { onDisk: file };
  };

  return {
    openPath: (path) => inTurn(path, () => open(path)),

    async openHandle(handle) {
      const path = await register.pathOf(handle);
      return inTurn(path, async () => {
        try {
          return await open(path);
        } catch (error) {
          if (error instanceof SandpitError && error.code === "not_found") await register.removeRecent(handle);
          throw error;
        }
      });
    },

    async save(handle, content, version) {
      const path = await register.pathOf(handle);
      return inTurn(path, async () => {
        const onDisk = await unlessMissing(readTextFile(path));
        if (onDisk && onDisk.version !== version) return { saved: false, onDisk: await read(path) };
        const format = onDisk?.format ?? told.get(handle)?.format ?? PLAIN_FORMAT;
        const written = await write(path, content, format);
        return { saved: true, version: written.version };
      });
    },

    async saveAs(path, content, from) {
      // Before its turn: it may be saved over the very file that it came from.
      const format = (from === undefined ? null : await formatOf(from)) ?? toEditorText(content, false).format;
      return inTurn(path, async () => {
        const file = await write(path, content, format);
        await register.addRecent(file.handle);
        return file;
      });
    },

    async look(handle) {
      const path = await register.pathOf(handle);
      return inTurn(path, () => lookAt(handle, path));
    },
  };
}

async function takeStamp(path: string): Promise<{ stamp: string | null; isEmpty: boolean }> {
  const stats = await stat(path, { bigint: true }).catch(() => null);
  if (!stats) return { stamp: null, isEmpty: true };
  return { stamp: `${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`, isEmpty: stats.size === 0n };
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof SandpitError && error.code === "not_found") return null;
    throw error;
  }
}
