import * as z from "zod";

/** Every reason for which a command can fail, as the window, the command line and the HTTP API name it. */
export const errorCodeSchema = z.enum([
  "invalid_input",
  "not_found",
  "docker_unavailable",
  "image_missing",
  "image_build_failed",
  "language_unavailable",
  "policy_forbids",
  "rate_limited",
  "queue_full",
  "cancelled",
  "unauthorized",
  "internal",
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

export const failureSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
/** What crosses a boundary in place of a value. `message` is a sentence for the user that says what to do next. */
export type Failure = z.infer<typeof failureSchema>;

/** What every boundary carries: the value, or the reason why there is none. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: Failure };

/** An expected failure: its message is written for the user. Anything else that is thrown is a fault of ours. */
export class SandpitError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: { details?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "SandpitError";
    this.code = code;
    this.details = options.details;
  }
}

/** Turns whatever was thrown into a failure. The text of an unexpected error stays out of it: it belongs in the log. */
export function toFailure(error: unknown): Failure {
  if (error instanceof SandpitError) {
    const { code, message, details } = error;
    return details ? { code, message, details } : { code, message };
  }
  return {
    code: "internal",
    message: "Something went wrong inside Sandpit. Try again; if it stays, report it with the log.",
  };
}
