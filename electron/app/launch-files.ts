import { resolve } from "node:path";

/**
 * The files that the application was started with, as absolute paths. Switches are meant for Electron. Unpackaged, the
 * first argument that is none is the application itself.
 */
export function toLaunchFiles(argv: readonly string[], options: { isPackaged: boolean; cwd: string }): string[] {
  const words = argv.slice(1).filter((word) => word !== "" && !word.startsWith("-"));
  return words.slice(options.isPackaged ? 0 : 1).map((word) => resolve(options.cwd, word));
}

/** The arguments with which the application starts as it was started, but with other files. */
export function toNextLaunch(argv: readonly string[], files: readonly string[], isPackaged: boolean): string[] {
  const words = argv.slice(1);
  const switches = words.filter((word) => word.startsWith("-"));
  const application = isPackaged ? [] : words.filter((word) => word !== "" && !word.startsWith("-")).slice(0, 1);
  return [...switches, ...application, ...files];
}

/** Reads what a second instance sent along, which came from another process. */
export function toSentFiles(data: unknown): string[] {
  const files = typeof data === "object" && data !== null && "files" in data ? data.files : [];
  return Array.isArray(files) ? files.filter((file) => typeof file === "string") : [];
}
