import { SandpitError } from "#shared/errors.ts";

/** How an engine is reached. */
export type Transport =
  | { kind: "socket"; path: string }
  | { kind: "tcp"; host: string; port: number; tls: TlsFiles | null }
  | { kind: "ssh"; host: string; port: number; username: string };

/** Contents of the PEM files with which an engine behind TLS is checked and we identify ourselves. */
export interface TlsFiles {
  ca: Buffer;
  cert: Buffer;
  key: Buffer;
}

/** An engine's address, and where we got it from. */
export interface Endpoint {
  /** For people, for example `DOCKER_HOST` or `Docker context "colima"`. */
  origin: string;
  /** In Docker's own form: `unix://…`, `npipe://…`, `tcp://…`, `ssh://…`. */
  address: string;
  transport: Transport;
}

/** Whether the address leaves this machine, so that "start Docker" is the wrong advice. */
export const isRemote = (transport: Transport): boolean =>
  transport.kind === "ssh" || (transport.kind === "tcp" && !/^(localhost|127\.|\[?::1)/.test(transport.host));

/**
 * Parses an address in Docker's form.
 * @throws SandpitError `invalid_input` where it is none.
 */
export function toTransport(address: string, tls: TlsFiles | null = null): Transport {
  const [, scheme, rest] = /^(unix|npipe|tcp|ssh|https?):\/\/(.+)$/.exec(address) ?? [];
  if ((scheme === "unix" || scheme === "npipe") && rest) return { kind: "socket", path: rest };
  const standIn = address.replace(/^(tcp|https?):/, "http:");
  const url = scheme && URL.canParse(standIn) ? new URL(standIn) : null;
  if (url?.hostname && scheme === "ssh") {
    return {
      kind: "ssh",
      host: url.hostname,
      port: Number(url.port || 22),
      username: decodeURIComponent(url.username),
    };
  }
  if (url?.hostname) return { kind: "tcp", host: url.hostname, port: Number(url.port || (tls ? 2376 : 2375)), tls };
  throw new SandpitError(
    "invalid_input",
    `"${address}" is not an engine's address. It looks like unix:///var/run/docker.sock, tcp://host:2376 or ssh://user@host.`,
  );
}
