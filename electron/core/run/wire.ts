import { type Language, RECEIVER_VERSION } from "#shared/languages.ts";
import type { Program } from "./program.ts";

/** What a receiver prints when its interpreter is ready for a program. */
export const READY_LINE = Buffer.from(`\0sandpit-receiver ${RECEIVER_VERSION}\n`);

/** What the shell receiver prints on standard output when a program is compiled: nothing of it ran before. */
export const COMPILED_LINE = Buffer.from("\0sandpit-compiled\n");

/**
 * Encodes a program for the receiver: one line of JSON, then the files' bytes. The format is in the receivers. The shell
 * receiver, which cannot read JSON, finds the same once more in `plain`, the last member.
 */
export function encodeProgram({ language, entry, files, sourceMaps }: Program): Buffer {
  const contents = files.map(({ content }) => Buffer.from(content));
  const header = {
    entry,
    files: files.map(({ path }, index) => ({ path, size: contents[index]?.length ?? 0 })),
    ...(sourceMaps ? { sourceMaps } : {}),
    ...(language.receiver === "interpreter" ? {} : { plain: toPlain(language, entry, files, contents) }),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...contents]);
}

/**
 * The entry, then every file as `size:path`, with a `+` before the size of a source file. Names have no `|`, `:`, `"` or
 * `\\` (see `programPathSchema`), so JSON leaves them as they are, and a shell can take the line apart.
 */
function toPlain(language: Language, entry: string, files: Program["files"], contents: readonly Buffer[]): string {
  const isSource = (path: string) =>
    path === entry || language.extensions.some((extension) => path.toLowerCase().endsWith(extension));
  const fields = files.map(({ path }, index) => `${isSource(path) ? "+" : ""}${contents[index]?.length ?? 0}:${path}`);
  return [entry, ...fields].join("|");
}
