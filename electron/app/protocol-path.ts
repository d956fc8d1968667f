import { toSegments } from "../web/asset-path.ts";

const APP_URL = /^app:\/\/sandpit(?:\/(?<path>[^?#]*))?(?:\?[^#]*)?(?:#.*)?$/;

/**
 * The path below the page's folder that `url` asks for, in segments, or `null` where it asks for anything else. It reads
 * the address as it came: a parser would resolve `..` before it can be refused.
 */
export function toAssetPath(url: string): readonly string[] | null {
  const match = APP_URL.exec(url);
  return match ? toSegments(match.groups?.path ?? "") : null;
}
