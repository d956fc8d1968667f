import { hash } from "node:crypto";

/** One record of the audit trail. `detail` is JSON text; `previous` is the hash of the record before, empty for the first. */
export interface AuditRecord {
  seq: number;
  /** ISO 8601, UTC. */
  at: string;
  kind: string;
  source: string;
  detail: string;
  previous: string;
  hash: string;
}

export const AUDIT_COLUMNS = "seq, at, kind, source, detail, previous, hash";

/** A place in the chain, and the hash of the record there. */
export type ChainEnd = Pick<AuditRecord, "seq" | "hash">;

/** The SHA-256 of a text, by which the trail knows code and results. */
export const toDigest = (text: string): string => hash("sha256", text, "hex");

/**
 * The hash that binds a record to its content, its place and the record before: SHA-256 over the JSON array of its fields
 * in this order. A JSON array of strings and one integer has one spelling only, so no record can be read as another.
 */
export function toHash({ seq, at, kind, source, detail, previous }: Omit<AuditRecord, "hash">): string {
  return toDigest(JSON.stringify([seq, at, kind, source, detail, previous]));
}

/** The most of any one text that comes from outside. */
const MAX_TEXT = 200;
/** The most of any one list. */
export const MAX_ITEMS = 50;
/** The most that a record tells. */
const MAX_DETAIL = 4_096;

/**
 * Text from outside as it may stand in the trail: shortened, and with everything that could rearrange or hide what a
 * reader sees (line breaks, terminal escapes, direction marks) spelled out.
 */
export function toSafeText(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return cut
    .toWellFormed()
    .replaceAll(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`,
    );
}

/** What a record tells; `null` where its text is none of ours: it was changed by another hand. */
export function parseDetail(detail: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(detail);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** A record's detail as JSON text, keys in order, texts made safe, and bounded. */
export function toDetail(value: Readonly<Record<string, unknown>>): string {
  const safe = (part: unknown): unknown => {
    if (typeof part === "string") return toSafeText(part);
    if (Array.isArray(part)) return part.slice(0, MAX_ITEMS).map(safe);
    if (typeof part !== "object" || part === null) return part;
    const entries = Object.entries(part).filter(([, content]) => content !== undefined);
    return Object.fromEntries(
      entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, content]) => [toSafeText(key), safe(content)]),
    );
  };
  const text = JSON.stringify(safe(value));
  return text.length <= MAX_DETAIL ? text : JSON.stringify({ cut: text.slice(0, MAX_DETAIL / 2) });
}
