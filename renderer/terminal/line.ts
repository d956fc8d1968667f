import { indexAtColumn, textWidth } from "./char-width.ts";
import { PLAIN, type TextStyle } from "./text-style.ts";

/** Who wrote a piece of text: the program's two streams, the user's input, or Sandpit itself. */
export type Source = "stdout" | "stderr" | "input" | "notice";

export interface Span {
  text: string;
  style: TextStyle;
  source: Source;
}

/** One line of output, as spans that differ in look or source. */
export interface Line {
  /** Counts from the first line of the run and never changes, so it is a stable key. */
  id: number;
  spans: Span[];
  width: number;
  /** Whether it goes on with the line before it, which had become too long for one. */
  continues: boolean;
}

/** Writes at a column: behind the end it appends, inside it overwrites, beyond it fills up with blanks. */
export function writeAt(line: Line, column: number, span: Span): void {
  if (span.text === "") return;
  const width = textWidth(span.text);
  if (column >= line.width) {
    padTo(line, column, span.source);
    append(line, span, width);
    return;
  }
  const head = cut(line.spans, 0, column);
  const tail = cut(line.spans, column + width, line.width);
  replaceSpans(line, [...head, span, ...tail]);
}

/** Makes the line at least that wide, with blanks that nothing was written to. */
export function padTo(line: Line, column: number, source: Source): void {
  const missing = column - line.width;
  if (missing > 0) append(line, { text: " ".repeat(missing), style: PLAIN, source }, missing);
}

/** `CSI K`: 0 erases from the column on, 1 up to it and itself, 2 all of it. */
export function eraseLine(line: Line, column: number, mode: number): void {
  if (mode === 2) replaceSpans(line, []);
  else if (mode === 0) replaceSpans(line, cut(line.spans, 0, column));
  else if (mode === 1) {
    const rest = cut(line.spans, column + 1, line.width);
    const [first] = rest;
    const blanks = first && { text: " ".repeat(column + 1), style: PLAIN, source: first.source };
    replaceSpans(line, blanks ? [blanks, ...rest] : []);
  }
}

/** The text of a line without its look. */
export function lineText(line: Line): string {
  return line.spans.map(({ text }) => text).join("");
}

function append(line: Line, span: Span, width: number): void {
  const last = line.spans.at(-1);
  if (last && last.style === span.style && last.source === span.source) last.text += span.text;
  else line.spans.push({ ...span });
  line.width += width;
}

function replaceSpans(line: Line, spans: Span[]): void {
  line.spans = [];
  line.width = 0;
  for (const span of spans) append(line, span, textWidth(span.text));
}

/** The part of the spans between two columns. Half a wide character becomes a blank, as on a terminal. */
function cut(spans: readonly Span[], from: number, to: number): Span[] {
  const parts: Span[] = [];
  let start = 0;
  for (const span of spans) {
    const end = start + textWidth(span.text);
    if (end > from && start < to) {
      const text = cutText(span.text, Math.max(0, from - start), Math.min(end, to) - start);
      if (text !== "") parts.push({ ...span, text });
    }
    start = end;
  }
  return parts;
}

function cutText(text: string, from: number, to: number): string {
  const first = indexAtColumn(text, from);
  const skipped = textWidth(text.slice(0, first));
  // `from` points into a wide character: its second half stays as a blank, and the character itself goes.
  const split = skipped < from ? String.fromCodePoint(text.codePointAt(first) ?? 32).length : 0;
  const last = indexAtColumn(text, to);
  const kept = text.slice(first + split, Math.max(last, first + split));
  const missing = to - from - textWidth(kept);
  if (missing <= 0) return kept;
  return split > 0 ? " ".repeat(missing) + kept : kept + " ".repeat(missing);
}
