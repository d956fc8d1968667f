import type { Server } from "node:http";
import { SandpitError } from "#shared/errors.ts";

const IPV4 = "127.0.0.1";
const IPV6 = "::1";
/** Another program may just take the port that was free on the other address. */
const TRIES = 5;

const listenOn = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, ipv6Only: host === IPV6 }, () => {
      server.off("error", reject);
      resolve();
    });
  });

const close = (server: Server): Promise<void> => new Promise((closed) => void server.close(() => closed()));

/**
 * Has the servers listen on this machine's own addresses, and on no other. Both get the same port: `localhost` may mean
 * either, and must not lead to somebody else's program. `port` 0 takes one that is free.
 * @throws SandpitError `invalid_input` where the port is in use.
 */
export async function listenOnLoopback(ipv4: Server, ipv6: Server, port: number): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await listenOn(ipv4, IPV4, port);
    } catch (error) {
      throw toPortError(error, port);
    }
    const taken = toPort(ipv4);
    try {
      await listenOn(ipv6, IPV6, taken);
      return taken;
    } catch (error) {
      if (isWithoutIpv6(error)) return taken;
      await close(ipv4);
      if (port !== 0 || attempt === TRIES) throw toPortError(error, taken);
    }
  }
}

const toCode = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
const isWithoutIpv6 = (error: unknown): boolean => /^(EADDRNOTAVAIL|EAFNOSUPPORT)$/.test(String(toCode(error)));

function toPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

function toPortError(error: unknown, port: number): unknown {
  if (toCode(error) === "EADDRINUSE") {
    return new SandpitError(
      "invalid_input",
      `Port ${port} is in use. Choose another, or end the program that uses it.`,
      { cause: error },
    );
  }
  if (toCode(error) === "EACCES") {
    const message = `You may not use port ${port}. Choose one above 1023.`;
    return new SandpitError("policy_forbids", message, { cause: error });
  }
  return error;
}
