import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DIST, ROOT, SOURCES, STAMP, WINDOW_SOURCES, WINDOW_STAMP } from "./layout.ts";

/** Whether `dist/` is complete and no source is newer than it. */
export const isBuilt = (): Promise<boolean> => isNewerThan(STAMP, SOURCES);

/** The same for the window's page alone. */
export const isWindowBuilt = (): Promise<boolean> => isNewerThan(WINDOW_STAMP, WINDOW_SOURCES);

async function isNewerThan(stamp: string, sources: readonly string[]): Promise<boolean> {
  const built = await modifiedAt(join(DIST, stamp));
  return built > 0 && (await newest(sources)) <= built;
}

async function newest(sources: readonly string[]): Promise<number> {
  const times = await Promise.all(
    sources.map(async (source) => {
      const path = join(ROOT, source);
      const below = await readdir(path, { recursive: true }).catch(() => []);
      return Promise.all([path, ...below.map((entry) => join(path, entry))].map(modifiedAt));
    }),
  );
  return Math.max(...times.flat());
}

/** 0 where there is no such file. */
const modifiedAt = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
