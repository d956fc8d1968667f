import type { OpenedFile } from "#shared/workspace.ts";
import { type FileSource, mayUse } from "./file-source.ts";

const LOOK_EVERY_MS = 1_000;

export interface FileWatchOptions {
  find: (handle: string) => Promise<FileSource | null>;
  read: (source: FileSource) => Promise<OpenedFile>;
  changed: (handle: string, onDisk: OpenedFile | null) => void;
}

/** Notices that another program changed an open file, by looking: a browser does not tell. */
export function createFileWatch({ find, read, changed }: FileWatchOptions): (handles: readonly string[]) => void {
  let watched: readonly string[] = [];
  let isLooking = false;
  /** `null`: it was gone. */
  const seen = new Map<string, string | null>();

  const look = async (id: string): Promise<void> => {
    const source = await find(id);
    // Without a handle there is only a copy, and without leave nothing can be seen.
    if (!source?.handle || !(await mayUse(source.handle, "read", false))) return;
    const file = await source.read().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "NotFoundError") return null;
      throw error;
    });
    const stamp = file && `${file.size}:${file.lastModified}`;
    const before = seen.get(id);
    seen.set(id, stamp);
    if (before === stamp) return;
    // The window itself compares versions: a first look, and what was saved from here, are no news to it.
    if (file === null) changed(id, null);
    else changed(id, await read(source));
  };

  const lookAtAll = async (): Promise<void> => {
    for (const id of watched) await look(id).catch(() => {});
    isLooking = watched.length > 0;
    if (isLooking) wait();
  };
  const wait = (): void => void setTimeout(() => void lookAtAll(), LOOK_EVERY_MS);

  return (handles) => {
    watched = handles;
    if (watched.length === 0 || isLooking) return;
    isLooking = true;
    wait();
  };
}
