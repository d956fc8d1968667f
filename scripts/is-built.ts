import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DIST, ROOT, SOURCES, STAMP } from "./layout.ts";

/** Whether `dist/` is complete and no source is newer than it. */
export async function isBuilt(): Promise<boolean> {
  const built = await modifiedAt(join(DIST, STAMP));
  return built > 0 && (await newest()) <= built;
}

async function newest(): Promise<number> {
  const times = await Promise.all(
    SOURCES.map(async (source) => {
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
