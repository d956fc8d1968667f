import { createHash } from "node:crypto";
import { join } from "node:path";
import type { SshTransport } from "../endpoint.ts";

/** A socket's address has room for about this many bytes, and ssh adds a name of its own while it makes one. */
const MAX_CONTROL_PATH = 84;

/**
 * The arguments with which the system's `ssh` becomes a connection to the engine on the other machine, as the Docker
 * command line has it. The user's own configuration, keys and known hosts hold. It never asks anything, because there is
 * nobody to answer. `controlPath`: where connections to the same machine share one handshake; `null` where they do not.
 */
export function toSshArguments(transport: SshTransport, controlPath: string | null): string[] {
  const { host, port, username, socketPath } = transport;
  return [
    ...["-T", "-x", "-a"],
    ...["-o", "BatchMode=yes", "-o", "ConnectTimeout=10"],
    ...["-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3"],
    ...["-o", "ForwardAgent=no", "-o", "ClearAllForwardings=yes", "-o", "PermitLocalCommand=no"],
    ...["-o", "RemoteCommand=none"],
    ...(controlPath === null
      ? ["-o", "ControlPath=none"]
      : ["-o", "ControlMaster=auto", "-o", "ControlPersist=30", "-S", controlPath.replaceAll("%", "%%")]),
    ...(username === null ? [] : ["-l", username]),
    ...(port === null ? [] : ["-p", String(port)]),
    // What follows is the host, whatever it looks like, and then the command.
    ...["--", host, "docker"],
    ...(socketPath === null ? [] : ["--host", `unix://${socketPath}`]),
    ...["system", "dial-stdio"],
  ];
}

/**
 * Where the connections of one slot to a machine meet. `null` where the system's `ssh` cannot share connections, or
 * could not make a socket there.
 */
export function toControlPath(
  transport: SshTransport,
  folder: string,
  slot: number,
  platform: NodeJS.Platform,
): string | null {
  const { host, port, username } = transport;
  const key = createHash("sha256")
    .update(JSON.stringify([username, host, port]))
    .digest("hex");
  const path = join(folder, `${key.slice(0, 12)}-${slot}`);
  // ssh puts environment variables in the place of `${…}`.
  const isUsable = platform !== "win32" && Buffer.byteLength(path) <= MAX_CONTROL_PATH && !path.includes("${");
  return isUsable ? path : null;
}
