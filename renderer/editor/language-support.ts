import { indentUnit, LanguageSupport, StreamLanguage } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import type { Language } from "#shared/languages.ts";

export type Highlight = Language["highlight"];

/** How code of this language is coloured; plain where the language is not known here any more. */
export const highlightOf = (languages: readonly Language[], languageId: string): Highlight =>
  languages.find(({ id }) => id === languageId)?.highlight ?? "plain";

/** Loads what the editor needs for a language. Each is a file of its own, so the window starts with one at most. */
export async function loadLanguage(highlight: Highlight): Promise<LanguageSupport | null> {
  switch (highlight) {
    case "python":
      return (await import("@codemirror/lang-python")).python();
    case "javascript":
      return (await import("@codemirror/lang-javascript")).javascript();
    case "typescript":
      return (await import("@codemirror/lang-javascript")).javascript({ typescript: true });
    case "c":
    case "cpp":
      return (await import("@codemirror/lang-cpp")).cpp();
    case "java":
      return (await import("@codemirror/lang-java")).java();
    case "go":
      return (await import("@codemirror/lang-go")).go();
    case "rust":
      return (await import("@codemirror/lang-rust")).rust();
    case "php":
      return (await import("@codemirror/lang-php")).php();
    case "sql": {
      const { sql, SQLite } = await import("@codemirror/lang-sql");
      return sql({ dialect: SQLite });
    }
    case "ruby":
      return new LanguageSupport(StreamLanguage.define((await import("@codemirror/legacy-modes/mode/ruby")).ruby));
    case "lua":
      return new LanguageSupport(StreamLanguage.define((await import("@codemirror/legacy-modes/mode/lua")).lua));
    case "shell":
      return new LanguageSupport(StreamLanguage.define((await import("@codemirror/legacy-modes/mode/shell")).shell));
    case "plain":
      return null;
  }
}

/** How far one step of indentation goes where a language is usually written so; four blanks elsewhere. */
const INDENTATIONS: Partial<Record<Highlight, string>> = {
  ...{
    javascript: "  ",
    typescript: "  ",
    c: "  ",
    cpp: "  ",
    java: "  ",
    ruby: "  ",
    lua: "  ",
    shell: "  ",
    sql: "  ",
  },
  go: "\t",
};

export function indentationOf(highlight: Highlight): Extension {
  return indentUnit.of(INDENTATIONS[highlight] ?? "    ");
}
