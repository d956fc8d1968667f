import { SandpitError } from "#shared/errors.ts";
import type { Language } from "#shared/languages.ts";
import type { Limits } from "#shared/limits.ts";
import type { ProgramFile, RunRequest } from "#shared/run.ts";
import { toModuleKind } from "./module-kind.ts";
import { toJavaScript } from "./typescript.ts";

/** A program as it is handed over: what the interpreter gets, after the host has prepared it. */
export interface Program {
  language: Language;
  entry: string;
  files: ProgramFile[];
  /** Whether the interpreter must read source maps to report the lines that the learner wrote. */
  sourceMaps: boolean;
}

/** The program, or what the interpreter's place on standard error says: it could not even be prepared. */
export type Preparation = { ok: true; program: Program } | { ok: false; stderr: string };

/** Picks the file to run: the one that was named, the only one, the language's usual one, or the first that fits. */
export function chooseEntry(language: Language, request: Pick<RunRequest, "files" | "entry">): string {
  const paths = request.files.map((file) => file.path);
  if (request.entry !== undefined) {
    if (paths.includes(request.entry)) return request.entry;
    throw new SandpitError("invalid_input", `The file to run, ${request.entry}, is not among the program's files.`);
  }
  const fitting = paths.filter((path) =>
    language.extensions.some((extension) => path.toLowerCase().endsWith(extension)),
  );
  const entry = paths.length === 1 ? paths[0] : (fitting.find((path) => path === language.entry) ?? fitting[0]);
  if (entry) return entry;
  throw new SandpitError("invalid_input", `None of the files is a ${language.label} program. Name the one to run.`);
}

/**
 * Checks the files against the limits and against each other.
 * @throws SandpitError `invalid_input` with a sentence for the user.
 */
export function checkFiles(files: readonly ProgramFile[], limits: Limits): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    const key = path.normalize("NFC").toLowerCase();
    if (seen.has(key))
      throw new SandpitError("invalid_input", `Two of the files are named ${path}. Rename one of them.`);
    seen.add(key);
  }
  for (const { path } of files) {
    const folders = path.toLowerCase().normalize("NFC").split("/").slice(0, -1);
    const clash = folders.map((_, index) => folders.slice(0, index + 1).join("/")).find((folder) => seen.has(folder));
    if (clash) throw new SandpitError("invalid_input", `${clash} is a file and a folder at once. Rename one of them.`);
  }
  const codeBytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  if (codeBytes > limits.codeBytes) {
    throw new SandpitError(
      "invalid_input",
      `The program has ${codeBytes.toLocaleString("en")} bytes, and ${limits.codeBytes.toLocaleString("en")} are allowed. Make it shorter, or read large data in as input.`,
      { details: { codeBytes, limit: limits.codeBytes } },
    );
  }
}

/**
 * Prepares a checked program for its interpreter. Pure: the same files give the same program.
 * @param folder Where the files will be when they run.
 */
export function prepareProgram(
  language: Language,
  files: readonly ProgramFile[],
  entry: string,
  folder: string,
): Preparation {
  if (language.prepare === "none")
    return { ok: true, program: { language, entry, files: [...files], sourceMaps: false } };
  if (language.prepare === "typescript") {
    const converted = toJavaScript(files, entry, folder);
    if (!converted.ok) return converted;
    return {
      ok: true,
      program: {
        language,
        entry: converted.entry,
        files: withModuleKind(converted.files, converted.entry),
        sourceMaps: converted.sourceMaps,
      },
    };
  }
  return { ok: true, program: { language, entry, files: withModuleKind(files, entry), sourceMaps: false } };
}

/**
 * Adds the `package.json` that tells Node.js 18 to load `.js` files as modules, where the entry is written as one and
 * the program does not bring a `package.json` of its own.
 */
function withModuleKind(files: readonly ProgramFile[], entry: string): ProgramFile[] {
  const source = files.find((file) => file.path === entry)?.content ?? "";
  const decided = !entry.endsWith(".js") || files.some(({ path }) => path === "package.json");
  if (decided || toModuleKind(source) === "commonjs") return [...files];
  return [...files, { path: "package.json", content: '{"type":"module"}\n' }];
}
