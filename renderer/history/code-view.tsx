import { syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { highlightStyle } from "../editor/highlight.ts";
import { type Highlight, loadLanguage } from "../editor/language-support.ts";

/** What every read-only view of code has in common. */
export const readOnlyCode = [
  lineNumbers(),
  syntaxHighlighting(highlightStyle),
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.lineWrapping,
];

/** A program to be read and not to be changed, highlighted as in the editor. */
export function CodeView({ content, highlight, label }: { content: string; highlight: Highlight; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let view: EditorView | undefined;
    let left = false;
    void loadLanguage(highlight).then((support) => {
      if (left || !place.current) return;
      const extensions = [
        ...readOnlyCode,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        ...(support ? [support] : []),
      ];
      view = new EditorView({ doc: content, extensions, parent: place.current });
    });
    return () => {
      left = true;
      view?.destroy();
    };
  }, [content, highlight, label]);
  return <div ref={place} className="code-view" />;
}
