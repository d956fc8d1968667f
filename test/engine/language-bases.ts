import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDockerfile, toBaseImage } from "../../electron/core/engine/dockerfile.ts";
import { openEngine } from "./foreign-container.ts";
import { dockerfiles } from "./open-core.ts";

/** Which base images of the ready-made languages an engine has not, in one sentence; `null` where it has all. */
export async function findMissingBases(address?: string): Promise<string | null> {
  const engine = await openEngine(address);
  const bases = new Set<string>();
  for (const folder of await readdir(dockerfiles)) {
    const dockerfile = await readFile(join(dockerfiles, folder, "Dockerfile"), "utf8");
    bases.add(toBaseImage(parseDockerfile(dockerfile)) ?? "");
  }
  const missing: string[] = [];
  for (const base of bases) if (!(await engine.inspectImage(base))) missing.push(base);
  return missing.length > 0 ? `The engine has no image ${missing.join(", ")}; test/engine/up makes them.` : null;
}
