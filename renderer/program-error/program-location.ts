/** A place in one of the program's files, named as the program names it. */
export interface ProgramLocation {
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, or `null` where the interpreter does not say. */
  column: number | null;
}

const LIBRARIES = /[\\/](node_modules|site-packages)[\\/]/;

/**
 * The program's file that a path in a report means. Programs run in `/tmp/run`, or in a temporary folder of the user's
 * own machine, so only the end of the path counts; a path into a library or the interpreter means none of them.
 */
export function resolveProgramFile(path: string, files: readonly string[]): string | null {
  if (path.startsWith("node:") || path.startsWith("<") || LIBRARIES.test(path)) return null;
  const plain = decodePath(path.replace(/^file:\/\//, "")).replaceAll("\\", "/");
  return toNames(files).find(({ name }) => plain === name || plain.endsWith(`/${name}`))?.file ?? null;
}

/**
 * What reports may call the files, the likeliest first: the longest name, as it may end with a shorter one. A TypeScript
 * file may also go by the name of the script that it is once its types are gone.
 */
function toNames(files: readonly string[]): { name: string; file: string }[] {
  const longestFirst = files.toSorted((a, b) => b.length - a.length);
  const own = longestFirst.map((file) => ({ name: file, file }));
  const scripts = longestFirst.map((file) => ({ name: file.replace(/\.([cm]?)ts$/, ".$1js"), file }));
  return [...own, ...scripts.filter(({ name, file }) => name !== file)];
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

/** Forms that say themselves where the path in them begins. */
const PYTHON_FRAME = /File "(?<path>[^"]+)", line (?<line>\d+)/;
const URL_PLACE = /(?<path>file:\/\/(?:\/[A-Za-z]:)?[^\s:]+):(?<line>\d+)(?::(?<column>\d+))?/g;
/** What follows a path that may hold anything, blanks and brackets too. */
const PLACE_END = /:(?<line>\d+)(?::(?<column>\d+))?/g;
/** What a path does not hold, unless in the name of one of the program's files. */
const AROUND_PATHS = /[\s()"'`]/;
/** No system has longer ones. */
const MAX_PATH_CHARS = 4_096;

/** Finds the place that one line of a report names, if it is in the program. The time grows with the line's length. */
export function findLocation(text: string, files: readonly string[]): LocationLink | null {
  const python = PYTHON_FRAME.exec(text);
  for (const match of python ? [python] : text.matchAll(URL_PLACE)) {
    const file = resolveProgramFile(match.groups?.path ?? "", files);
    if (file) return toLink(file, match, match.index);
  }
  return python ? null : findNamedPlace(text, files);
}

/** The first of the files' names ahead of a `:line`. */
function findNamedPlace(text: string, files: readonly string[]): LocationLink | null {
  const plain = text.replaceAll("\\", "/");
  const names = toNames(files).filter(({ name }) => plain.includes(name));
  if (names.length === 0) return null;
  for (const match of plain.matchAll(PLACE_END)) {
    const found = names.find(
      ({ name }) => plain.endsWith(name, match.index) && beginsAt(plain, match.index - name.length),
    );
    if (!found) continue;
    const start = match.index - found.name.length;
    const folder = toFolder(plain, start);
    if (!folder.startsWith("node:") && !LIBRARIES.test(folder)) return toLink(found.file, match, start - folder.length);
  }
  return null;
}

const beginsAt = (text: string, index: number): boolean =>
  index === 0 || text[index - 1] === "/" || AROUND_PATHS.test(text[index - 1] ?? "");

/** As much of the path as stands ahead of a file's name. */
function toFolder(text: string, nameStart: number): string {
  const before = text.slice(Math.max(0, nameStart - MAX_PATH_CHARS), nameStart);
  return before.split(AROUND_PATHS).at(-1) ?? "";
}

function toLink(file: string, { index, groups, 0: { length } }: RegExpExecArray, start: number): LocationLink {
  const column = groups?.column === undefined ? null : Number(groups.column);
  return { file, line: Number(groups?.line), column, start, end: index + length };
}
