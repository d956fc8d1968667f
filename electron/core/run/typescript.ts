import { posix } from "node:path";
import { transformSync } from "amaro";
import * as z from "zod";
import { SandpitError } from "#shared/errors.ts";
import type { ProgramFile } from "#shared/run.ts";
import { findModuleReferences, type ModuleReferences } from "./module-references.ts";

/** The program as JavaScript, or its first syntax error as text for standard error. */
export type Conversion =
  | { ok: true; entry: string; files: ProgramFile[]; sourceMaps: boolean }
  | { ok: false; stderr: string };

/** What amaro throws: a plain object. Lines count from 1, columns from 0. */
const amaroErrorSchema = z.object({
  code: z.enum(["UnsupportedSyntax", "InvalidSyntax"]),
  message: z.string(),
  snippet: z.string(),
  startLine: z.int(),
  startColumn: z.int(),
});

const EXTENSIONS: Record<string, string> = { ".ts": ".js", ".mts": ".mjs", ".cts": ".cjs" };

const isTypeScript = (path: string): boolean => posix.extname(path) in EXTENSIONS && !/\.d\.[mc]?ts$/.test(path);

/** The name under which Node.js runs a TypeScript file. */
export const toJavaScriptPath = (path: string): string =>
  isTypeScript(path) ? path.replace(/\.[mc]?ts$/, (extension) => EXTENSIONS[extension] ?? extension) : path;

/**
 * Turns TypeScript into JavaScript for Node.js 18. Types are blanked out in place, so that every line and column stays
 * where the learner wrote it; where that is not possible (enums, namespaces, parameter properties, imports of types that
 * look like imports of values) the file is rewritten, with a source map. Both name the `.ts` file in stack traces.
 *
 * @param folder Where the files will be when they run, for the names in stack traces.
 * @throws SandpitError `invalid_input` where two files would end up under one name.
 */
export function toJavaScript(files: readonly ProgramFile[], entry: string, folder: string): Conversion {
  const names = new Map(files.map(({ path }) => [path, toJavaScriptPath(path)]));
  const clash = files.find(({ path }) => isTypeScript(path) && names.has(names.get(path) ?? ""));
  if (clash) {
    throw new SandpitError(
      "invalid_input",
      `${clash.path} and ${names.get(clash.path)} are the same module. Rename one.`,
    );
  }
  let sourceMaps = false;
  const converted: ProgramFile[] = [];
  for (const file of files) {
    if (!isTypeScript(file.path)) {
      converted.push(file);
      continue;
    }
    try {
      const { code, map, references } = strip(file);
      const path = names.get(file.path) ?? file.path;
      const comment = map === undefined ? sourceUrl(file.path, path, references, folder) : sourceMap(file, map);
      sourceMaps ||= map !== undefined;
      converted.push({ path, content: `${redirectImports(code, file.path, references, names)}\n${comment}\n` });
    } catch (error) {
      const failure = amaroErrorSchema.safeParse(error);
      if (!failure.success) throw error;
      return { ok: false, stderr: describe(file.path, failure.data) };
    }
  }
  return { ok: true, entry: names.get(entry) ?? entry, files: converted, sourceMaps };
}

interface Stripped {
  code: string;
  map: string | undefined;
  references: ModuleReferences | null;
}

function strip(file: ProgramFile): Stripped {
  let code: string | undefined;
  try {
    code = transformSync(file.content, { mode: "strip-only", filename: file.path }).code;
  } catch (error) {
    if (amaroErrorSchema.safeParse(error).data?.code !== "UnsupportedSyntax") throw error;
  }
  const references = code === undefined ? null : findModuleReferences(code);
  if (code !== undefined && !references?.hasUnusedImports) return { code, map: undefined, references };
  const transform = { verbatimModuleSyntax: false } as const;
  const rewritten = transformSync(file.content, { mode: "transform", filename: file.path, sourceMap: true, transform });
  return { code: rewritten.code, map: rewritten.map ?? "", references: findModuleReferences(rewritten.code) };
}

/** Lets the stack traces of a file that was blanked in place carry the name that the learner gave it. */
function sourceUrl(original: string, path: string, references: ModuleReferences | null, folder: string): string {
  const isModule = path.endsWith(".mjs") || references?.kind === "module";
  return `//# sourceURL=${isModule ? "file://" : ""}${encodeURI(posix.join(folder, original))}`;
}

function sourceMap(file: ProgramFile, map: string): string {
  const named = { ...JSON.parse(map), sources: [posix.basename(file.path)], sourcesContent: [file.content] };
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(named)).toString("base64")}`;
}

/** Points imports of the program's own TypeScript files (`./shape`, `./shape.ts`) at what they have become. */
function redirectImports(
  code: string,
  importer: string,
  references: ModuleReferences | null,
  names: ReadonlyMap<string, string>,
): string {
  let redirected = code;
  for (const { start, end, specifier } of [...(references?.specifiers ?? [])].sort((a, b) => b.start - a.start)) {
    if (!/^\.\.?\//.test(specifier)) continue;
    const target = posix.join(posix.dirname(importer), specifier);
    const added = ["", ".ts", ".js", "/index.ts", "/index.js"].find((suffix) => names.has(target + suffix));
    if (added === undefined) continue;
    redirected =
      redirected.slice(0, start) + JSON.stringify(toJavaScriptPath(specifier + added)) + redirected.slice(end);
  }
  return redirected;
}

function describe(
  path: string,
  { message, snippet, startLine, startColumn }: z.infer<typeof amaroErrorSchema>,
): string {
  return `${path}:${startLine}:${startColumn + 1}\n${snippet.trimEnd()}\n\nSyntaxError: ${message}\n`;
}
