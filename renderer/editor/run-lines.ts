import {
  type ChangeDesc,
  ChangeSet,
  type EditorState,
  MapMode,
  StateEffect,
  StateField,
  type Text,
} from "@codemirror/state";

/** Says that a run begins with the text as it is: its line numbers are followed from now on. */
export const runBegun = StateEffect.define<null>();

interface RunText {
  /** As the program was run; before the first run, as the draft was opened. */
  doc: Text;
  /** What has been edited since. */
  changes: ChangeDesc;
}

const toRunText = (doc: Text): RunText => ({ doc, changes: ChangeSet.empty(doc.length).desc });

/** Remembers the text of the last run, so that a line that the run names is found after lines above it have changed. */
export const runLines = StateField.define<RunText>({
  create: (state) => toRunText(state.doc),
  update(value, transaction) {
    if (transaction.effects.some((effect) => effect.is(runBegun))) return toRunText(transaction.newDoc);
    if (!transaction.docChanged) return value;
    return { doc: value.doc, changes: value.changes.composeDesc(transaction.changes) };
  },
});

/** Where a line of the last run is now; both 1-based. The number stays where that line was deleted. */
export function toLineNow(state: EditorState, line: number): number {
  const { doc, changes } = state.field(runLines);
  if (line < 1 || line > doc.lines) return line;
  const { from, to } = doc.line(line);
  // The start of a line moves with it where something is inserted before it. Where it was deleted, the end may be left.
  const now = changes.mapPos(from, 1, MapMode.TrackDel) ?? changes.mapPos(to, -1, MapMode.TrackDel);
  return now === null ? line : state.doc.lineAt(now).number;
}
