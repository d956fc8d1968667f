import { EditorView } from "@codemirror/view";

/** What differs, in the window's own colours: the older side in that of attention, the newer in that of what is good. Text keeps its ground. */
export const compareTheme = EditorView.theme({
  "&.cm-merge-a .cm-changedLine": { backgroundColor: "var(--attention-soft)" },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: "var(--isolated-soft)" },
  // A comment's usual colour is too faint on these grounds.
  "& .cm-changedLine": { "--code-comment": "var(--text-quiet)" },
  "&.cm-merge-a .cm-changedText": { background: "none", boxShadow: "inset 0 -2px var(--attention)" },
  "&.cm-merge-b .cm-changedText": { background: "none", boxShadow: "inset 0 -2px var(--isolated)" },
  "&.cm-merge-a .cm-changedLineGutter": { background: "var(--attention)" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--isolated)" },
  "& .cm-collapsedLines": { background: "var(--hover)", color: "var(--text-quiet)" },
});
