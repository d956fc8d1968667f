import { ERROR_RULES } from "./error-rules.ts";
import type { ErrorWords } from "./python-traceback.ts";

/**
 * One sentence or two for a learner about a common error, or `null` where the interpreter's own words must do: where
 * nothing is known of it, and where the program has raised it itself and therefore has words of its own.
 */
export function explainError({ kind, message, cause, thrown }: ErrorWords, isolated: boolean): string | null {
  if (kind === null || thrown) return null;
  for (const { kind: kinds, message: pattern, text, unisolated } of ERROR_RULES) {
    const match = kinds.test(kind) ? (pattern.exec(message) ?? pattern.exec(cause ?? "")) : null;
    if (!match) continue;
    const words = isolated || unisolated === undefined ? text : unisolated;
    return typeof words === "function" ? words(match.slice(1).find(Boolean) ?? "") : words;
  }
  return null;
}
