import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The last record that is known to have been there. Kept beside the database, so that an end that was cut off shows. */
export interface AuditAnchor {
  seq: number;
  hash: string;
}

export const ANCHOR_FILE = "audit-head.json";

/** Reads the anchor; `null` where there is none yet, `"unreadable"` where there is something else. */
export function readAnchor(folder: string): AuditAnchor | null | "unreadable" {
  let text: string;
  try {
    text = readFileSync(join(folder, ANCHOR_FILE), "utf8");
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? null : "unreadable";
  }
  try {
    const value = JSON.parse(text) as Partial<AuditAnchor>;
    return Number.isInteger(value.seq) && typeof value.hash === "string"
      ? { seq: value.seq as number, hash: value.hash }
      : "unreadable";
  } catch {
    return "unreadable";
  }
}

/** Writes the anchor, all or nothing. A later one, of another process, is left. */
export function writeAnchor(folder: string, { seq, hash }: AuditAnchor): void {
  const there = readAnchor(folder);
  if (there !== null && there !== "unreadable" && there.seq > seq) return;
  const path = join(folder, ANCHOR_FILE);
  const half = `${path}.${process.pid}`;
  writeFileSync(half, JSON.stringify({ seq, hash }), { mode: 0o600 });
  renameSync(half, path);
}
