import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../scripts/layout.ts";

const PARTS = ["dockerfiles", "electron", "package.json", "renderer", "scripts", "shared", "tsconfig.base.json"];

export interface SourceCopy {
  root: string;
  remove(): Promise<void>;
}

/**
 * The sources in a folder of their own, to be changed and run. Its packages are links, except those in `without`, which
 * are copied without what was downloaded into them later.
 */
export async function copySources(without: readonly string[] = []): Promise<SourceCopy> {
  const root = await mkdtemp(join(tmpdir(), "sandpit-sources-"));
  for (const part of PARTS) await cp(join(ROOT, part), join(root, part), { recursive: true });
  // A folder of links, so that what the development server keeps in it stays in the copy.
  const packages = join(ROOT, "node_modules");
  await mkdir(join(root, "node_modules"));
  for (const name of await readdir(packages)) {
    const [from, to] = [join(packages, name), join(root, "node_modules", name)];
    if (without.includes(name)) await copyBare(from, to);
    else await symlink(from, to, "junction");
  }
  return { root, remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) };
}

async function copyBare(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (name !== "dist" && name !== "path.txt") await cp(join(from, name), join(to, name), { recursive: true });
  }
}
