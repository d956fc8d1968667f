/**
 * One segment of a path: what the bundler names files with, and nothing that could mean something else. With no percent
 * sign, backslash or leading dot there is nothing to decode and nowhere to climb.
 */
const SEGMENT = /^[A-Za-z0-9_@-][A-Za-z0-9_@.-]*$/;

/** The segments of a path below the page's folder, without its leading slash; `null` where it is anything else. */
export function toSegments(path: string): readonly string[] | null {
  if (path === "") return ["index.html"];
  const segments = path.split("/");
  return segments.every((segment) => SEGMENT.test(segment)) ? segments : null;
}
