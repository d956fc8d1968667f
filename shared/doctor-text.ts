import type { DoctorCheck } from "./engine.ts";

/** Places that are the same on every computer and tell nothing of its owner. */
const KNOWN_PLACES = /^\/(tmp|usr|etc|dev|proc|sys|var|run)(\/(tmp|run|shm|bin|lib|local|docker\.sock))*\/?$/;

/**
 * Replaces what would say whose computer this is: the names that are given, folders, and the host and user in an engine's
 * address. What a folder is called stays hidden too.
 */
export function withoutNames(text: string, names: readonly string[] = []): string {
  const paths = text
    .replace(/\b(ssh|tcp|https?):\/\/[^\s/,;)]+/g, "$1://<host>")
    .replace(/\b(unix|npipe):\/\/[^\s,;)]+/g, "$1://<path>")
    .replace(/\b[A-Za-z]:\\[^\s"',;)]*/g, "<path>")
    .replace(/(^|[\s"'(=])(~?\/[^\s"',;:)]+)/g, (whole, before: string, path: string) =>
      KNOWN_PLACES.test(path.replace(/[.]+$/, "")) ? whole : `${before}<path>${/[.]$/.test(path) ? "." : ""}`,
    );
  return names
    .filter((name) => name.length > 1)
    .reduce(
      (hidden, name) => hidden.replaceAll(new RegExp(`(?<![\\w-])${toPattern(name)}(?![\\w-])`, "gi"), "<name>"),
      paths,
    );
}

const toPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * A doctor's findings as text for asking somebody for help. Says nothing of whose computer it is.
 * @param names The user's and the computer's name, where they are known.
 */
export function toDoctorText(checks: readonly DoctorCheck[], names: readonly string[] = []): string {
  const lines = checks.flatMap(({ status, title, detail, remedy }) => [
    `${status.padEnd(4)}  ${title}`,
    `      ${detail}`,
    ...(remedy ? [`      → ${remedy}`] : []),
  ]);
  return `${withoutNames(["Sandpit doctor", "", ...lines].join("\n"), names)}\n`;
}
