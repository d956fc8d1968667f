import { randomBytes } from "node:crypto";
import { isSame } from "../token.ts";

/** What lets a browser in: a cookie, and a key that only pages of this very address can read. */
export interface WindowKeys {
  cookie: string;
  page: string;
}

export interface WindowSessions {
  /** A key that opens the window once. */
  newKey(): string;
  /** Uses a key up; `null` where it is none, or was used. */
  open(key: string): WindowKeys | null;
  hasCookie(cookie: string | undefined): boolean;
  /**
   * Whether both belong together. The cookie alone does not do: browsers send cookies to every port of a host, so that
   * another server on this machine may have seen it.
   */
  isOpen(cookie: string | undefined, page: string | undefined): boolean;
}

const KEY_BYTES = 32;
const MAX_KEYS = 20;
const MAX_SESSIONS = 20;

const newSecret = (): string => randomBytes(KEY_BYTES).toString("base64url");

/** Knows which browsers were let in. It is kept in memory only: a new start of the server is a new link. */
export function createWindowSessions(): WindowSessions {
  const keys = new Set<string>();
  const sessions = new Map<string, string>();

  /** Looks at every one, so that the time taken tells nothing. */
  const findSame = (given: string | undefined, among: Iterable<string>): string | null => {
    let found: string | null = null;
    for (const candidate of among) if (given !== undefined && isSame(given, candidate)) found = candidate;
    return found;
  };

  return {
    newKey() {
      const key = newSecret();
      keys.add(key);
      dropOldest(keys, MAX_KEYS);
      return key;
    },
    open(given) {
      const key = findSame(given, keys);
      if (key === null) return null;
      keys.delete(key);
      const opened = { cookie: newSecret(), page: newSecret() };
      sessions.set(opened.cookie, opened.page);
      dropOldest(sessions, MAX_SESSIONS);
      return opened;
    },
    hasCookie: (cookie) => findSame(cookie, sessions.keys()) !== null,
    isOpen(cookie, page) {
      const known = findSame(cookie, sessions.keys());
      const expected = known === null ? undefined : sessions.get(known);
      return expected !== undefined && page !== undefined && isSame(page, expected);
    },
  };
}

function dropOldest(kept: Set<string> | Map<string, string>, most: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
}
