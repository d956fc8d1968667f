import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { chmod, mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";

/** The token that scripts use the HTTP API with. */
export interface TokenKeeper {
  /** The token; made where there is none yet. */
  current(): Promise<string>;
  /** Makes a new one, after which the old one opens nothing. */
  rotate(): Promise<string>;
  /** Whether this is the token. Takes the same time whatever is wrong with it. */
  matches(given: string): Promise<boolean>;
}

/** 32 random bytes: nobody guesses them, however often they may try. */
const TOKEN_BYTES = 32;
const PATTERN = /^[A-Za-z0-9_-]{43}$/;

export interface TokenKeeperOptions {
  home: string;
  /** The token is another one now: it was revoked, or others could have read it. */
  onReplaced: (why: "revoked" | "exposed") => void;
  log: (line: string) => void;
}

/**
 * Keeps the token in the home folder, readable by its owner alone. It is read anew for every question, so that revoking
 * it from another process takes effect at once.
 */
export function createTokenKeeper({ home, onReplaced, log }: TokenKeeperOptions): TokenKeeper {
  const path = join(home, "api-token");

  const make = async (): Promise<string> => {
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    await mkdir(home, { recursive: true });
    await writeFileAtomic(path, `${token}\n`, { mode: 0o600 });
    await chmod(path, 0o600);
    return token;
  };

  const read = async (): Promise<string | null> => {
    try {
      const [text, { mode }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
      // Windows has no such bits; there the folder is the user's own.
      if (process.platform !== "win32" && (mode & 0o077) !== 0) {
        const token = await make();
        log("Others could read the API's token; it was replaced");
        onReplaced("exposed");
        return token;
      }
      return PATTERN.test(text.trim()) ? text.trim() : null;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
  };

  const current = async (): Promise<string> => (await read()) ?? (await make());
  const rotate = async (): Promise<string> => {
    const token = await make();
    onReplaced("revoked");
    return token;
  };

  return { current, rotate, matches: async (given) => isSame(given, await current()) };
}

/** Compares two secrets in constant time; hashing makes them equally long. */
export function isSame(given: string, secret: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
