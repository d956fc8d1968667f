import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Sandpit's own version. */
export function readVersion(): string {
  const path = fileURLToPath(new URL("../../package.json", import.meta.url));
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version : "0";
}
