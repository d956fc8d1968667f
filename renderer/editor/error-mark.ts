import { type EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter, WidgetType } from "@codemirror/view";

interface ErrorMark {
  /** Start of the marked line; it moves along with edits above it. */
  from: number;
  message: string;
}

/** Marks a line (1-based) with a message, or takes the mark away. */
export const setErrorMark = StateEffect.define<{ line: number; message: string } | null>();

class MessageWidget extends WidgetType {
  readonly message: string;

  constructor(message: string) {
    super();
    this.message = message;
  }

  override eq(other: MessageWidget): boolean {
    return other.message === this.message;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement("span");
    element.className = "cm-error-message";
    element.textContent = this.message;
    // It is cut where the line has no room for all of it.
    element.title = this.message;
    return element;
  }
}

class ErrorGutterMarker extends GutterMarker {
  override toDOM(): HTMLElement {
    const element = document.createElement("span");
    element.className = "cm-error-marker";
    element.title = "The program stopped here";
    return element;
  }
}

const MARKER = new ErrorGutterMarker();
const LINE = Decoration.line({ class: "cm-error-line" });

const errorField = StateField.define<ErrorMark | null>({
  create: () => null,
  update(mark, transaction) {
    const effect = transaction.effects.find((candidate) => candidate.is(setErrorMark));
    if (effect?.is(setErrorMark)) return effect.value && toMark(transaction.state, effect.value);
    if (!mark || !transaction.docChanged) return mark;
    const line = transaction.startState.doc.lineAt(mark.from);
    // Whoever edits the line has read the message; from then on it may be wrong.
    if (transaction.changes.touchesRange(line.from, line.to)) return null;
    return { ...mark, from: transaction.changes.mapPos(mark.from, 1) };
  },
  provide: (field) => [
    EditorView.decorations.from(field, (mark) => (view) => {
      if (!mark) return Decoration.none;
      const line = view.state.doc.lineAt(mark.from);
      const message = Decoration.widget({ widget: new MessageWidget(mark.message), side: 1 });
      return Decoration.set([LINE.range(line.from), message.range(line.to)]);
    }),
  ],
});

function toMark(state: EditorState, { line, message }: { line: number; message: string }): ErrorMark | null {
  if (line < 1 || line > state.doc.lines) return null;
  return { from: state.doc.line(line).from, message };
}

/** Shows the error that ended the last run: in the gutter, on the line, and in words at its end. */
export const errorMarks = [
  errorField,
  gutter({
    class: "cm-error-gutter",
    markers: (view) => {
      const mark = view.state.field(errorField);
      return mark ? RangeSet.of([MARKER.range(view.state.doc.lineAt(mark.from).from)]) : RangeSet.empty;
    },
    initialSpacer: () => MARKER,
  }),
];
