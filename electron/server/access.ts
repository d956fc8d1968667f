/** What is known of a request before anything of it is believed. */
export interface RequestFacts {
  method: string;
  /** As it came, not yet parsed. */
  target: string;
  /** Every `Host` header that came. */
  hosts: readonly string[];
  origin: string | undefined;
  /** What a browser says of the page that asks: https://www.w3.org/TR/fetch-metadata/ */
  fetchSite: string | undefined;
  fetchMode: string | undefined;
}

export interface Refusal {
  status: 400 | 403;
  /** For the log. */
  reason: string;
  /** For the user. */
  message: string;
}

/** A path, RFC 9112 3.2.1. What else a URL could be made of, such as a backslash, nobody needs here. */
const TARGET = /^\/(?!\/)[^\\\s]*$/;

/** The names by which this machine may call itself. */
const LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/** What `Host` may say of a server on this port. A browser leaves the port out where it is HTTP's own. */
export function toOwnHosts(port: number): readonly string[] {
  return LOOPBACK_NAMES.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

/**
 * Decides, before anything else is looked at, whether a request is one of ours: it must name this machine (a website
 * that has its own name lead here, as in DNS rebinding, does not), and must not come from a page of somebody else.
 * `null`: it may go on.
 */
export function refuseForeign(facts: RequestFacts, port: number): Refusal | null {
  const { target, hosts, origin, fetchSite } = facts;
  const [host = ""] = hosts;
  if (!TARGET.test(target)) {
    return { status: 400, reason: "not an address of this server", message: "Ask for a path of this server." };
  }
  const own = toOwnHosts(port);
  if (hosts.length !== 1 || !own.includes(host.toLowerCase())) {
    return {
      status: 403,
      reason: "foreign host",
      message: `This server answers only as ${own.join(" or ")}, on the computer that it runs on.`,
    };
  }
  if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) {
    return { status: 403, reason: "foreign origin", message: "Other websites may not use Sandpit." };
  }
  if (fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none" && !isQuestion(facts)) {
    return {
      status: 403,
      reason: `cross-site request (${fetchSite.slice(0, 20)})`,
      message: "Other websites may not use Sandpit. Copy the address, and paste it where addresses are typed.",
    };
  }
  return null;
}

/** The address below which the person is asked what the window's page must not answer; see `window/consent-routes.ts`. */
export const QUESTION_PATH = "/consent/";

/** The question is shown under another of this machine's names than the page that leads to it. */
const isQuestion = ({ method, target, fetchMode }: RequestFacts): boolean =>
  method === "GET" && fetchMode === "navigate" && target.startsWith(QUESTION_PATH);

/** The token that a request names, or why it names none: `Authorization: Bearer …`, RFC 6750. */
export function toBearer(authorization: string | undefined): { token: string } | { missing: string } {
  if (authorization === undefined) return { missing: "no token" };
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1];
  return token === undefined ? { missing: "no Bearer token" } : { token };
}
