import { readFile } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { SandpitError } from "#shared/errors.ts";
import type { ProgramFile } from "#shared/run.ts";

/**
 * Reads a program's files. Their names inside the sandbox are relative to the folder of the first one.
 * @throws SandpitError `invalid_input` where one cannot be read, is not text, or lies outside that folder.
 */
export async function readProgramFiles(paths: readonly string[]): Promise<ProgramFile[]> {
  const root = dirname(resolve(paths[0] ?? "."));
  return Promise.all(
    paths.map(async (path) => {
      const name = relative(root, resolve(path)).split(sep).join("/");
      if (name === "" || name.startsWith("../") || /^[A-Za-z]:/.test(name)) {
        throw new SandpitError(
          "invalid_input",
          `${path} is not in the folder of ${paths[0]}. Put the program's files into one folder.`,
        );
      }
      return { path: name, content: await readText(path) };
    }),
  );
}

/**
 * Reads a file as UTF-8 text.
 * @throws SandpitError `invalid_input` where it cannot be read or is not text.
 */
export async function readText(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    const reason =
      code === "ENOENT"
        ? "there is no such file"
        : code === "EISDIR"
          ? "it is a folder"
          : `it cannot be read (${code})`;
    throw new SandpitError("invalid_input", `${path}: ${reason}. Check the name.`);
  }
  try {
    // Kept as it is, byte order mark included: Python and Node.js know what to do with it.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SandpitError("invalid_input", `${path} is not UTF-8 text. Save it as UTF-8.`);
  }
}
