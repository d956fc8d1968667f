/** What is known of an `ssh` that brought no connection about. */
export interface SshFailure {
  /** Why it could not even be started. */
  spawnError?: Error;
  /** Its exit code; that of the command over there, where it came that far. */
  code?: number | null;
  /** What it, or the command over there, said on standard error. */
  complaint?: string;
}

/** The first that fits says what is wrong. The words are those of OpenSSH, of shells and of the Docker command line. */
const SIGNS: readonly [RegExp, string][] = [
  [/REMOTE HOST IDENTIFICATION HAS CHANGED/, "SSH_HOST_KEY_CHANGED"],
  [/Host key verification failed|No \S+ host key is known/, "SSH_HOST_KEY_UNKNOWN"],
  [/permission denied while trying to connect to the Docker|dial unix .*permission denied/i, "SSH_DOCKER_DENIED"],
  [/Permission denied \(|Too many authentication failures|no matching .*(?:key|cipher|method)/, "SSH_DENIED"],
  [/Could not resolve hostname/, "ENOTFOUND"],
  [/Connection refused/, "ECONNREFUSED"],
  [/timed out/, "ETIMEDOUT"],
  [/No route to host/, "EHOSTUNREACH"],
  [/Network is unreachable/, "ENETUNREACH"],
  [/docker: (?:command )?not found|not found: docker|'docker' is not recognized/, "SSH_NO_DOCKER"],
  [/dial-stdio.*not a docker command|unknown command.*dial-stdio/, "SSH_OLD_DOCKER"],
  [/Cannot connect to the Docker daemon|failed to connect to the docker API|dial unix/i, "SSH_NO_ENGINE"],
];

const COMMAND_NOT_FOUND = 127;

/** Turns a failed `ssh` into an error whose `code` says what is wrong; `explain-remote.ts` has words for each. */
export function toSshError({ spawnError, code = null, complaint = "" }: SshFailure): Error & { code: string } {
  if (spawnError) {
    const isMissing = "code" in spawnError && spawnError.code === "ENOENT";
    return Object.assign(new Error(spawnError.message), { code: isMissing ? "SSH_MISSING" : "SSH_FAILED" });
  }
  const [, found] = SIGNS.find(([sign]) => sign.test(complaint)) ?? [];
  const last = complaint.trim().split(/\r?\n/).at(-1)?.trim();
  const message = last || `ssh ended with ${code === null ? "a signal" : `exit code ${code}`}`;
  return Object.assign(new Error(message), {
    code: found ?? (code === COMMAND_NOT_FOUND ? "SSH_NO_DOCKER" : "SSH_FAILED"),
  });
}
