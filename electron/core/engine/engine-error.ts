import { SandpitError } from "#shared/errors.ts";

/** What dockerode throws for an answer other than 2xx. */
interface HttpError {
  statusCode: number;
  json?: { message?: unknown };
  reason?: string;
}

const isHttpError = (error: unknown): error is HttpError & Error =>
  error instanceof Error && typeof (error as Partial<HttpError>).statusCode === "number";

/** The HTTP status that the engine answered with, or `null` where it did not answer. */
export const engineStatusCode = (error: unknown): number | null => (isHttpError(error) ? error.statusCode : null);

/** The engine's own words for what went wrong. */
export function engineMessage(error: unknown): string {
  if (isHttpError(error) && typeof error.json?.message === "string") return error.json.message;
  // dockerode's own form: "(HTTP code 400) unexpected - what the engine said"
  return error instanceof Error ? error.message.replace(/^\(HTTP code \d+\) [^-]+- /, "").trim() : String(error);
}

/** The system's error code of a failed connection, `HTTP` for an answer of the wrong kind. */
export function connectionCode(error: unknown): string {
  if (isHttpError(error)) return "HTTP";
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "UNKNOWN";
}

/** Turns a failed call to the engine into a failure for the user. `doing` completes "The engine could not …". */
export function toEngineFailure(error: unknown, doing: string): SandpitError {
  if (error instanceof SandpitError) return error;
  if (engineStatusCode(error) === null) {
    return new SandpitError(
      "docker_unavailable",
      `The engine could not ${doing}: the connection failed (${connectionCode(error)}). Check that Docker is running and try again.`,
      { cause: error },
    );
  }
  const reason = engineMessage(error);
  // Podman's service comes without the program that it needs for this.
  const advice = /container-init binary not found/.test(reason)
    ? ". Install the package catatonit, then try again."
    : "";
  return new SandpitError("docker_unavailable", `The engine could not ${doing}: ${reason}${advice}`, { cause: error });
}
