/** A place in one of the program's files, named as the program names it. */
export interface ProgramLocation {
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, or `null` where the interpreter does not say. */
  column: number | null;
}

/** What TypeScript files are called once their types are gone: reports may name either. */
const TYPESCRIPT_SOURCES: Record<string, string> = { ".js": ".ts", ".mjs": ".mts", ".cjs": ".cts" };

/**
 * The program's file that a path in a report means. Programs run in `/tmp/run`, or in a temporary folder of the user's
 * own machine, so only the end of the path counts; a path into a library or the interpreter means none of them.
 */
export function resolveProgramFile(path: string, files: readonly string[]): string | null {
  if (path.startsWith("node:") || path.startsWith("<") || /[\\/](node_modules|site-packages)[\\/]/.test(path))
    return null;
  const plain = decodePath(path.replace(/^file:\/\//, "")).replaceAll("\\", "/");
  const found = matchEnd(plain, files);
  if (found) return found;
  const extension = /\.[cm]?js$/.exec(plain)?.[0];
  const source = extension && TYPESCRIPT_SOURCES[extension];
  return source ? matchEnd(plain.slice(0, -extension.length) + source, files) : null;
}

function matchEnd(path: string, files: readonly string[]): string | null {
  const matches = files.filter((file) => path === file || path.endsWith(`/${file}`));
  return matches.sort((a, b) => b.length - a.length)[0] ?? null;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A place that a line of output names, and the part of the line that names it. */
export interface LocationLink extends ProgramLocation {
  start: number;
  end: number;
}

const PYTHON_FRAME = /File "([^"]+)", line (\d+)/;
const NODE_LOCATION = /((?:file:\/\/)?(?:[A-Za-z]:)?[^\s():"']*[^\s():"']\.[cm]?[jt]s):(\d+)(?::(\d+))?/;

/** Finds the place that one line of a traceback names, if it is in the program. */
export function findLocation(text: string, files: readonly string[]): LocationLink | null {
  const match = PYTHON_FRAME.exec(text) ?? NODE_LOCATION.exec(text);
  const path = match?.[1];
  const file = path && resolveProgramFile(path, files);
  if (!match || !file) return null;
  const column = match[3] === undefined ? null : Number(match[3]);
  return { file, line: Number(match[2]), column, start: match.index, end: match.index + match[0].length };
}
