import type { ErrorCode, Reply } from "#shared/errors.ts";

/** Something with a file that the user can do something about. The window does without the core's own, and its zod. */
export class FileProblem extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = "FileProblem";
    this.code = code;
  }
}

/** Puts what a browser throws into words. */
export function toFileProblem(error: unknown, name: string): FileProblem {
  if (error instanceof FileProblem) return error;
  const kind = error instanceof DOMException ? error.name : "";
  if (kind === "NotFoundError") {
    return new FileProblem("not_found", `“${name}” is no longer there. It was moved, renamed or deleted.`);
  }
  if (kind === "NotAllowedError" || kind === "NoModificationAllowedError" || kind === "SecurityError") {
    const message = `The browser may not use “${name}”. Allow it when asked, or save it elsewhere with Save As.`;
    return new FileProblem("policy_forbids", message);
  }
  if (kind === "QuotaExceededError") {
    return new FileProblem("internal", `“${name}” was not saved: the disk is full. Free some space.`);
  }
  return new FileProblem("internal", `The browser could not use “${name}”. Your text is still here; try again.`);
}

/** Answers with what `task` gives, or with why it failed. */
export async function toReply<T>(task: () => Promise<T>, name = "the file"): Promise<Reply<T>> {
  try {
    return { ok: true, value: await task() };
  } catch (error) {
    const { code, message } = toFileProblem(error, name);
    return { ok: false, error: { code, message } };
  }
}
