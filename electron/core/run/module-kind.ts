import { Parser } from "acorn";

/** How Node.js must load a file: as a CommonJS script or as an ES module. */
export type ModuleKind = "commonjs" | "module";

/** How far a parser gets: the position of the first error, or infinity. */
function parsedUntil(source: string, sourceType: "script" | "module"): number {
  try {
    Parser.parse(source, {
      ecmaVersion: "latest",
      sourceType,
      allowHashBang: true,
      // CommonJS files are wrapped in a function; top-level await is a matter of modules alone.
      allowReturnOutsideFunction: sourceType === "script",
    });
    return Number.POSITIVE_INFINITY;
  } catch (error) {
    if (error instanceof SyntaxError && "pos" in error && typeof error.pos === "number") return error.pos;
    throw error;
  }
}

/**
 * Decides as which kind a file with the extension `.js` was written: it is a module if only that reading of it parses,
 * or gets further before its first error. So a module with a typing mistake is still reported as the module it is.
 */
export function toModuleKind(source: string): ModuleKind {
  const asScript = parsedUntil(source, "script");
  if (asScript === Number.POSITIVE_INFINITY) return "commonjs";
  return parsedUntil(source, "module") > asScript ? "module" : "commonjs";
}
