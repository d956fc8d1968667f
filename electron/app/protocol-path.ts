/**
 * One segment of a path: what the bundler names files with, and nothing that could mean something else. With no percent
 * sign, backslash or leading dot there is nothing to decode and nowhere to climb.
 */
const SEGMENT = /^[A-Za-z0-9_@-][A-Za-z0-9_@.-]*$/;

const APP_URL = /^app:\/\/sandpit(?:\/(?<path>[^?#]*))?(?:\?[^#]*)?(?:#.*)?$/;

/**
 * The path below the page's folder that `url` asks for, in segments, or `null` where it asks for anything else. It reads
 * the address as it came: a parser would resolve `..` before it can be refused.
 */
export function toAssetPath(url: string): readonly string[] | null {
  const match = APP_URL.exec(url);
  if (!match) return null;
  const path = match.groups?.path ?? "";
  if (path === "") return ["index.html"];
  const segments = path.split("/");
  return segments.every((segment) => SEGMENT.test(segment)) ? segments : null;
}
