import { type ErrorCode, type Failure, SandpitError, toFailure } from "#shared/errors.ts";

export type FailureStatus = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 422 | 429 | 431 | 500 | 503;

const STATUS: Record<ErrorCode, FailureStatus> = {
  invalid_input: 422,
  not_found: 404,
  docker_unavailable: 503,
  image_missing: 503,
  image_build_failed: 503,
  language_unavailable: 503,
  policy_forbids: 403,
  rate_limited: 429,
  queue_full: 503,
  cancelled: 409,
  unauthorized: 401,
  internal: 500,
};

/** When to ask again where nobody knows better: a place in the queue is free as soon as a program ends. */
const RETRY_AFTER_SECONDS = 1;

export interface FailureOptions {
  /** Where the code alone does not tell. */
  status?: FailureStatus;
  headers?: Record<string, string>;
}

/** The answer of the API where there is no value: `{ ok: false, error }`, with the status that says the same. */
export function toFailureResponse(error: Failure, options: FailureOptions = {}): Response {
  const status = options.status ?? STATUS[error.code];
  const headers: Record<string, string> = { ...JSON_HEADERS, ...options.headers };
  if (status === 401) headers["www-authenticate"] = 'Bearer realm="Sandpit"';
  if (error.code === "rate_limited" || error.code === "queue_full") {
    headers["retry-after"] ??= String(toRetryAfter(error));
  }
  return new Response(JSON.stringify({ ok: false, error }), { status, headers });
}

export const JSON_HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

/** Whole seconds, from the failure's details where they name them. */
function toRetryAfter({ details }: Failure): number {
  const named = details?.retryAfterMs;
  return typeof named === "number" && named > 0 ? Math.ceil(named / 1000) : RETRY_AFTER_SECONDS;
}

/** A failure whose status its code does not tell. */
export class StatusError extends SandpitError {
  readonly status: FailureStatus;

  constructor(status: FailureStatus, message: string) {
    super("invalid_input", message);
    this.name = "StatusError";
    this.status = status;
  }
}

/** Answers whatever was thrown. What nobody expected is logged and not told. */
export function toErrorResponse(error: unknown, log: (line: string, error?: unknown) => void): Response {
  if (error instanceof StatusError) return toFailureResponse(toFailure(error), { status: error.status });
  const failure = toFailure(error);
  if (failure.code === "internal") log("A request failed", error);
  return toFailureResponse(failure);
}

/** The answer to a path that means nothing. */
export const toNothingHere = (): Response =>
  toFailureResponse({ code: "not_found", message: "There is nothing here. /api/v1/docs describes what there is." });
