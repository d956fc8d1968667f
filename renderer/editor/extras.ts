import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completeAnyWord,
  completionKeymap,
} from "@codemirror/autocomplete";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";

/** What nobody needs within the first moments: completion, search, closing brackets. Loaded after the first paint. */
export const extras: Extension = [
  // As many as fit without scrolling; the arrow keys bring the others. What scrolls would have to take the focus.
  autocompletion({ icons: false, maxRenderedOptions: 10 }),
  closeBrackets(),
  search({ top: true }),
  EditorState.phrases.of({
    next: "Next",
    previous: "Previous",
    all: "All",
    replace: "Replace",
    "replace all": "Replace all",
    "match case": "Match case",
    "by word": "Whole words",
    regexp: "Pattern",
  }),
  highlightSelectionMatches(),
  EditorState.languageData.of(() => [{ autocomplete: completeAnyWord }]),
  keymap.of([{ key: "Tab", run: acceptCompletion }, ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap]),
];

export { openSearchPanel };
