import { access, constants } from "node:fs/promises";
import { basename } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { SandpitError } from "#shared/errors.ts";

/** Replaces a file as a whole or not at all. Refuses, in words for the user, where it cannot be written. */
export async function writeFileSafely(path: string, bytes: Buffer): Promise<void> {
  const name = basename(path);
  // Replacing a file needs no permission on the file itself; what is read-only shall stay as it is.
  const mayWrite = await access(path, constants.W_OK).catch((error: NodeJS.ErrnoException) => error);
  try {
    if (mayWrite && mayWrite.code !== "ENOENT") throw mayWrite;
    await writeFileAtomic(path, bytes);
  } catch (cause) {
    throw toWriteFailure(cause, name);
  }
}

function toWriteFailure(cause: unknown, name: string): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new SandpitError(
      "not_found",
      `The folder of “${name}” is no longer there. Save it elsewhere with Save As.`,
      { cause },
    );
  }
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new SandpitError("internal", `“${name}” was not saved: the disk is full. Free some space.`, { cause });
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new SandpitError("policy_forbids", `You may not write “${name}”. Save it elsewhere with Save As.`, {
      cause,
    });
  }
  return cause;
}
