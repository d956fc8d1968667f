import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isRunning } from "../store/process-life.ts";

export interface PlacedFile {
  name: string;
  content: Buffer;
}

/**
 * Puts a folder with these files in place of one that may be there. It is written beside and then renamed, so that
 * whoever looks sees all of the one or all of the other, or, for a moment, none. A folder that holds the same stays.
 */
export async function placeFolder(staging: string, target: string, files: readonly PlacedFile[]): Promise<void> {
  if (await holdsSame(target, files)) return;
  await mkdir(staging, { recursive: true });
  await mkdir(dirname(target), { recursive: true });
  const work = await mkdtemp(join(staging, `${process.pid}-`));
  try {
    const next = join(work, "new");
    await mkdir(next);
    for (const { name, content } of files) await writeFile(join(next, name), content, { flag: "wx", mode: 0o644 });
    await rename(target, join(work, "old")).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
    await rename(next, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Removes what imports that were killed have left. */
export async function clearStaging(staging: string): Promise<void> {
  const entries = await readdir(staging).catch(() => []);
  for (const entry of entries) {
    const pid = Number(entry.split("-")[0]);
    if (pid !== process.pid && !isRunning(pid)) await rm(join(staging, entry), { recursive: true, force: true });
  }
}

async function holdsSame(target: string, files: readonly PlacedFile[]): Promise<boolean> {
  const names = await readdir(target).catch(() => null);
  if (
    names === null ||
    names.toSorted().join("/") !==
      files
        .map(({ name }) => name)
        .toSorted()
        .join("/")
  )
    return false;
  for (const { name, content } of files) {
    const there = await readFile(join(target, name)).catch(() => null);
    if (there === null || !there.equals(content)) return false;
  }
  return true;
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";
