import { SandpitError } from "#shared/errors.ts";

/** How an engine is reached. */
export type Transport =
  | { kind: "socket"; path: string }
  | { kind: "tcp"; host: string; port: number; tls: TlsFiles | null }
  | SshTransport;

/** By way of the system's own `ssh`. `null`: whatever its configuration says. */
export interface SshTransport {
  kind: "ssh";
  host: string;
  port: number | null;
  username: string | null;
  /** The engine's socket over there, where it is not the usual one. */
  socketPath: string | null;
}

/** Contents of the PEM files with which an engine behind TLS is checked and we identify ourselves. */
export interface TlsFiles {
  /** Where they were looked for, to tell the user. */
  folder: string;
  /** Who may vouch for the engine; without it, whom the system trusts. */
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
}

/** An engine's address, and where we got it from. */
export interface Endpoint {
  /** For people, for example `DOCKER_HOST` or `Docker context "colima"`. */
  origin: string;
  /** In Docker's own form: `unix://…`, `npipe://…`, `tcp://…`, `ssh://…`. */
  address: string;
  transport: Transport;
}

const TLS_PORT = 2376;
const PLAIN_PORT = 2375;

/** Whether the address leaves this machine, so that "start Docker" is the wrong advice. */
export const isRemote = (transport: Transport): boolean => toMachine(transport) !== null;

/** The other machine that the engine is on, as the user calls it; `null` where it is this one. */
export function toMachine(transport: Transport): string | null {
  if (transport.kind === "socket") return null;
  if (transport.kind === "ssh") return transport.host;
  return /^(localhost$|127\.|\[?::1)/.test(transport.host) ? null : transport.host;
}

/** What keeps others from reading along on the way to the engine. */
export function toEncryption(transport: Transport): "ssh" | "tls" | null {
  if (transport.kind === "ssh") return "ssh";
  return transport.kind === "tcp" && transport.tls ? "tls" : null;
}

/** Whether the form of an address already says that TLS is spoken there. */
export function impliesTls(address: string): boolean {
  const url = toUrl(address);
  return url !== null && (url.scheme === "https" || (url.scheme === "tcp" && url.port === TLS_PORT));
}

/**
 * Parses an address in Docker's form.
 * @throws SandpitError `invalid_input` where it is none.
 */
export function toTransport(address: string, tls: TlsFiles | null = null): Transport {
  const [, scheme, rest] = /^(unix|npipe):\/\/(.+)$/.exec(address) ?? [];
  if (scheme && rest) return { kind: "socket", path: rest };
  const url = toUrl(address);
  if (url?.scheme === "ssh") return toSshTransport(address, url);
  if (url) return { kind: "tcp", host: url.host, port: url.port ?? (tls ? TLS_PORT : PLAIN_PORT), tls };
  throw new SandpitError(
    "invalid_input",
    `"${address}" is not an engine's address. It looks like unix:///var/run/docker.sock, tcp://host:2376 or ssh://user@host.`,
  );
}

interface ParsedUrl {
  scheme: string;
  host: string;
  port: number | null;
  username: string;
  password: string;
  path: string;
}

function toUrl(address: string): ParsedUrl | null {
  const [, scheme] = /^(tcp|ssh|https?):\/\/./.exec(address) ?? [];
  // A scheme that URLs know nothing of, so that its port is never taken for the usual one and left out.
  const standIn = scheme && address.replace(/^\w+:/, "engine:");
  if (!scheme || !standIn || !URL.canParse(standIn)) return null;
  const { hostname, port, username, password, pathname } = new URL(standIn);
  if (hostname === "" || /[\s%]/.test(hostname)) return null;
  return { scheme, host: hostname, port: port === "" ? null : Number(port), username, password, path: pathname };
}

/** Never an option: what begins with a dash is neither a host nor a user. */
const SSH_HOST = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$|^[0-9a-fA-F]*:[0-9a-fA-F:.]+$/;
const SSH_USER = /^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$/;
/** What no shell, ours or theirs, can read as anything but a path. */
const SSH_PATH = /^(\/[A-Za-z0-9_.@+-]+)+$/;

function toSshTransport(address: string, { host, port, username, password, path }: ParsedUrl): SshTransport {
  const refuse = (why: string): never => {
    throw new SandpitError("invalid_input", `"${address}" is not an engine's address: ${why}`);
  };
  const name = host.replace(/^\[|\]$/g, "");
  if (password !== "") refuse("it holds a password. Leave it out, and give this account an SSH key instead.");
  if (!SSH_HOST.test(name)) refuse("its host is none. It looks like ssh://user@host.");
  if (username !== "" && !SSH_USER.test(username)) refuse("its user name is none. It looks like ssh://user@host.");
  const socketPath = path === "" || path === "/" ? null : path;
  if (socketPath !== null && !SSH_PATH.test(socketPath)) {
    refuse("what follows the host is not the path of a socket. It looks like ssh://user@host/run/docker.sock.");
  }
  return { kind: "ssh", host: name, port, username: username || null, socketPath };
}
