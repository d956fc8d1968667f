import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, type Extension, type StateEffect } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import type { Language } from "#shared/languages.ts";
import type { Draft } from "#shared/workspace.ts";
import { afterFirstPaint } from "../session/first-paint.ts";
import { errorMarks, setErrorMark } from "./error-mark.ts";
import { highlightStyle } from "./highlight.ts";
import { indentationOf, loadLanguage } from "./language-support.ts";
import { toLineChange } from "./line-change.ts";
import { runBegun, runLines, toLineNow } from "./run-lines.ts";

export interface EditorEvents {
  /** How the text of a language is coloured. */
  highlightOf(languageId: string): Language["highlight"];
  onEdit(draftId: string, content: string, cursor: number): void;
  /** The cursor's place, 1-based. */
  onCursor(line: number, column: number): void;
  /** The cursor's offset in a draft that is left, or when the editor loses the focus. */
  onLeave(draftId: string, cursor: number): void;
}

export interface Editor {
  /** Shows a draft, or what something else has made of its text or language in the meantime. */
  show(draft: Draft): void;
  /** A program is run with the texts as they are: the lines that it names are followed from now on. */
  beginRun(): void;
  /** Marks one line of one draft, as the last run names it, and unmarks all others. */
  mark(error: { draftId: string; line: number; message: string } | null): void;
  /** Puts the cursor where the last run names a place, in the middle of the view. */
  goTo(line: number, column: number | null): void;
  /** Forgets drafts that are no longer open, with their undo history. */
  keep(draftIds: readonly string[]): void;
  focus(): void;
  find(): void;
  destroy(): void;
}

interface Entry {
  state: EditorState;
  /** The text as the editor and the workspace last agreed on it. */
  content: string;
  /** As it is coloured; `null` where it is not yet. */
  highlight: Language["highlight"] | null;
}

/** Makes the editor. It keeps one state for each draft, so undo and selection survive a change of tabs. */
export function createEditor(parent: HTMLElement, events: EditorEvents): Editor {
  const entries = new Map<string, Entry>();
  const language = new Compartment();
  const extra = new Compartment();
  let extras: Extension = [];
  let openSearch: ((view: EditorView) => boolean) | null = null;
  let currentId: string | null = null;

  const base: Extension = [
    runLines,
    errorMarks,
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    EditorState.allowMultipleSelections.of(true),
    EditorView.clickAddsSelectionRange.of((event) => event.altKey || event.ctrlKey || event.metaKey),
    rectangularSelection({ eventFilter: (event) => event.altKey && event.shiftKey }),
    crosshairCursor(),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    syntaxHighlighting(highlightStyle),
    // The index is what an editable element has anyway; said aloud, checkers see that what scrolls here can be focused.
    EditorView.contentAttributes.of({ "aria-label": "Code editor", tabindex: "0" }),
    extra.of([]),
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => {
      const entry = currentId === null ? undefined : entries.get(currentId);
      if (!entry || currentId === null) return;
      entry.state = update.state;
      const { head } = update.state.selection.main;
      if (update.docChanged) {
        const content = update.state.sliceDoc();
        if (content !== entry.content) {
          entry.content = content;
          events.onEdit(currentId, content, head);
        }
      }
      if (update.docChanged || update.selectionSet) reportCursor(update.state);
      if (update.focusChanged && !update.view.hasFocus) events.onLeave(currentId, head);
    }),
  ];

  const view = new EditorView({ parent });

  function reportCursor(state: EditorState): void {
    const { head } = state.selection.main;
    const line = state.doc.lineAt(head);
    events.onCursor(line.number, head - line.from + 1);
  }

  function toState(draft: Draft): EditorState {
    const state = EditorState.create({
      doc: draft.content,
      extensions: [
        base,
        language.of(indentationOf(events.highlightOf(draft.language))),
        toLineSeparator(draft.content),
      ],
    });
    const cursor = Math.min(draft.cursor, state.doc.length);
    return state.update({ selection: { anchor: cursor } }).state;
  }

  function apply(draftId: string, entry: Entry, effects: StateEffect<unknown>): void {
    if (draftId === currentId) view.dispatch({ effects });
    else entry.state = entry.state.update({ effects }).state;
  }

  async function switchLanguage(draftId: string, highlight: Language["highlight"]): Promise<void> {
    const support = await loadLanguage(highlight).catch(() => null);
    // Another draft, or another language, may be in front by now.
    if (currentId !== draftId || entries.get(draftId)?.highlight !== highlight) return;
    view.dispatch({ effects: language.reconfigure([support ?? [], indentationOf(highlight)]) });
  }

  function showExisting(entry: Entry, draft: Draft): void {
    if (entry.content === draft.content) return;
    entry.content = draft.content;
    // A step of its own, however soon after typing it comes, so that undo brings back what was there.
    view.dispatch({
      changes: toLineChange(view.state.doc.toString(), draft.content.replaceAll("\r\n", "\n"), view.state.lineBreak),
      annotations: isolateHistory.of("full"),
    });
  }

  const loadExtras = afterFirstPaint().then(() => import("./extras.ts"));
  void loadExtras.then((module) => {
    extras = module.extras;
    openSearch = module.openSearchPanel;
    view.dispatch({ effects: extra.reconfigure(extras) });
  });

  return {
    show(draft) {
      const entry = entries.get(draft.id) ?? { state: toState(draft), content: draft.content, highlight: null };
      entries.set(draft.id, entry);
      if (currentId !== draft.id) {
        const left = currentId !== null && entries.has(currentId) ? currentId : null;
        const cursor = view.state.selection.main.head;
        currentId = draft.id;
        view.setState(entry.state);
        view.dispatch({ effects: extra.reconfigure(extras) });
        reportCursor(view.state);
        // Last, because whoever hears of it may ask to show again what is shown by now.
        if (left !== null) events.onLeave(left, cursor);
      }
      showExisting(entry, draft);
      const highlight = events.highlightOf(draft.language);
      if (entry.highlight !== highlight) {
        entry.highlight = highlight;
        void switchLanguage(draft.id, highlight);
      }
    },
    beginRun() {
      for (const [id, entry] of entries) apply(id, entry, runBegun.of(null));
    },
    mark(error) {
      for (const [id, entry] of entries) {
        const mark = error?.draftId === id ? { ...error, line: toLineNow(entry.state, error.line) } : null;
        apply(id, entry, setErrorMark.of(mark));
      }
    },
    goTo(lineNumber, column) {
      const lineNow = toLineNow(view.state, lineNumber);
      const line = view.state.doc.line(Math.min(Math.max(lineNow, 1), view.state.doc.lines));
      const indentation = /^\s*/.exec(line.text)?.[0].length ?? 0;
      const offset = column === null ? indentation : Math.min(column - 1, line.length);
      const anchor = line.from + Math.max(0, offset);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      view.focus();
    },
    keep(draftIds) {
      for (const id of entries.keys()) if (!draftIds.includes(id)) entries.delete(id);
      if (currentId !== null && !entries.has(currentId)) currentId = null;
    },
    focus: () => view.focus(),
    find() {
      view.focus();
      openSearch?.(view);
    },
    destroy: () => view.destroy(),
  };
}

/** A file whose lines all end as on Windows is written back so. */
function toLineSeparator(content: string): Extension {
  const isWindows = content.includes("\r\n") && !/(^|[^\r])\n/.test(content);
  return isWindows ? EditorState.lineSeparator.of("\r\n") : [];
}
