import { RECEIVER_VERSION } from "#shared/languages.ts";
import type { Program } from "./program.ts";

/** What a receiver prints when its interpreter is ready for a program. */
export const READY_LINE = Buffer.from(`\0sandpit-receiver ${RECEIVER_VERSION}\n`);

/** Encodes a program for the receiver: one line of JSON, then the files' bytes. The format is in the receivers. */
export function encodeProgram({ entry, files, sourceMaps }: Pick<Program, "entry" | "files" | "sourceMaps">): Buffer {
  const contents = files.map(({ content }) => Buffer.from(content));
  const header = {
    entry,
    files: files.map(({ path }, index) => ({ path, size: contents[index]?.length ?? 0 })),
    ...(sourceMaps ? { sourceMaps } : {}),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...contents]);
}
