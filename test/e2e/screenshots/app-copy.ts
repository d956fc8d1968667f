import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../../scripts/layout.ts";

export interface AppCopy {
  /** The copy's folder. */
  root: string;
  /** Removes it. */
  end(): Promise<void>;
}

/** A copy of the built application whose Python image has one more instruction, for builds that last or fail. */
export async function copyApp(instruction: string): Promise<AppCopy> {
  const root = await mkdtemp(join(tmpdir(), "sandpit-copy-"));
  for (const part of ["package.json", "dist", "dockerfiles"])
    await cp(join(ROOT, part), join(root, part), { recursive: true });
  const path = join(root, "dockerfiles", "python", "Dockerfile");
  const lines = (await readFile(path, "utf8")).split("\n");
  const at = lines.findLastIndex((line) => line.startsWith("USER"));
  await writeFile(path, lines.toSpliced(at, 0, instruction).join("\n"));
  return { root, end: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) };
}
