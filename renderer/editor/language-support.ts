import { indentUnit, type LanguageSupport } from "@codemirror/language";
import type { Extension } from "@codemirror/state";

/** Loads what the editor needs for a language. Each is a file of its own, so the window starts with one at most. */
export async function loadLanguage(languageId: string): Promise<LanguageSupport | null> {
  switch (languageId) {
    case "python":
      return (await import("@codemirror/lang-python")).python();
    case "javascript":
      return (await import("@codemirror/lang-javascript")).javascript();
    case "typescript":
      return (await import("@codemirror/lang-javascript")).javascript({ typescript: true });
    default:
      return null;
  }
}

/** How far one step of indentation goes in a language. */
export function indentationOf(languageId: string): Extension {
  return indentUnit.of(languageId === "javascript" || languageId === "typescript" ? "  " : "    ");
}
