import { charWidth, indexAtColumn, isNarrow, textWidth } from "./char-width.ts";
import { GROUND, type ParserState, parseChunk, type Token } from "./escape-parser.ts";
import { eraseLine, type Line, lineText, padTo, type Source, writeAt } from "./line.ts";
import { applySgr, PLAIN, type TextStyle } from "./text-style.ts";

export const BLOCK_LINES = 50;
const TAB_WIDTH = 8;

export interface ScreenLimits {
  maxLines: number;
  /** A line that gets longer goes on in the next one. */
  maxColumns: number;
  maxChars: number;
}

export const SCREEN_LIMITS: ScreenLimits = { maxLines: 5_000, maxColumns: 2_000, maxChars: 200_000 };

/** Consecutive lines that are drawn together. `version` changes with every change of a line in it. */
export interface Block {
  id: number;
  version: number;
  lines: Line[];
}

/** The text that a run has written, bounded in every direction. It knows nothing of the page. */
export interface Screen {
  write(source: "stdout" | "stderr", chunk: string): void;
  /** Text of the user's or of Sandpit's own, which is never read as escape sequences. */
  echo(source: "input" | "notice", text: string): void;
  readonly blocks: readonly Block[];
  readonly lineCount: number;
  /** How many lines were dropped at the top to stay within the limits. */
  readonly droppedLines: number;
  /** What was written, without its look. A line that went on in the next one is one line again. */
  text(): string;
}

/** Makes an empty screen. */
export function createScreen(limits: ScreenLimits = SCREEN_LIMITS): Screen {
  const parsers: Record<"stdout" | "stderr", ParserState> = { stdout: GROUND, stderr: GROUND };
  const styles: Record<"stdout" | "stderr", TextStyle> = { stdout: PLAIN, stderr: PLAIN };
  let blocks: Block[] = [];
  let line: Line = { id: 0, spans: [], width: 0, continues: false };
  let column = 0;
  let nextId = 0;
  let lineCount = 0;
  let droppedLines = 0;
  let chars = 0;
  let lineSource: Source | null = null;
  startLine();

  function startLine(continues = false): void {
    line = { id: nextId, spans: [], width: 0, continues };
    column = 0;
    lineSource = null;
    const blockId = Math.floor(nextId / BLOCK_LINES);
    nextId += 1;
    lineCount += 1;
    const last = blocks.at(-1);
    if (last?.id === blockId) last.lines.push(line);
    else blocks = [...blocks, { id: blockId, version: 0, lines: [line] }];
    drop();
  }

  function drop(): void {
    while (blocks.length > 1 && (lineCount - BLOCK_LINES >= limits.maxLines || chars > limits.maxChars)) {
      const [first, ...rest] = blocks;
      blocks = rest;
      lineCount -= first?.lines.length ?? 0;
      droppedLines += first?.lines.length ?? 0;
      for (const dropped of first?.lines ?? []) chars -= dropped.width;
    }
  }

  function touch(): void {
    const last = blocks.at(-1);
    if (last) last.version += 1;
  }

  function newline(continues = false): void {
    touch();
    startLine(continues);
    touch();
  }

  function put(source: Source, style: TextStyle, text: string): void {
    let rest = text;
    while (rest !== "") {
      const room = limits.maxColumns - column;
      const end = isNarrow(rest) ? Math.min(room, rest.length) : indexAtColumn(rest, room);
      if (end === 0) {
        newline(true);
        lineSource = source;
        continue;
      }
      const part = rest.slice(0, end);
      const before = line.width;
      writeAt(line, column, { text: part, style, source });
      chars += line.width - before;
      column += textWidth(part);
      rest = rest.slice(end);
    }
    touch();
  }

  /** The two streams never share a line: each must be told apart from the other at a glance. */
  function enter(source: "stdout" | "stderr"): void {
    if (lineSource !== null && lineSource !== source && line.width > 0) newline();
    lineSource = source;
  }

  function apply(source: "stdout" | "stderr", token: Token): void {
    switch (token.type) {
      case "text":
        enter(source);
        put(source, styles[source], token.text);
        break;
      case "style":
        styles[source] = applySgr(styles[source], token.parameters);
        break;
      case "eraseLine": {
        const before = line.width;
        eraseLine(line, column, token.mode);
        chars += line.width - before;
        touch();
        break;
      }
      case "control":
        control(source, token.control);
    }
  }

  function control(source: "stdout" | "stderr", name: "newline" | "return" | "backspace" | "tab"): void {
    if (name === "newline") {
      // A line that only one stream has ended is still its line, also when it is empty.
      newline();
    } else if (name === "return") column = 0;
    else if (name === "backspace") column = Math.max(0, column - toLastWidth());
    else tab(source);
  }

  /** A tab goes over what is there, and makes room where nothing is yet. */
  function tab(source: "stdout" | "stderr"): void {
    enter(source);
    const before = line.width;
    column = Math.min(column + TAB_WIDTH - (column % TAB_WIDTH), limits.maxColumns);
    padTo(line, column, source);
    chars += line.width - before;
    touch();
  }

  /** A wide character is one step back for a learner, though two for a terminal. */
  function toLastWidth(): number {
    const text = lineText(line);
    const before = text.slice(0, indexAtColumn(text, column));
    const last = Array.from(before).findLast((char) => charWidth(char) > 0);
    return last === undefined ? 1 : Math.max(1, charWidth(last));
  }

  return {
    write(source, chunk) {
      const { state, tokens } = parseChunk(parsers[source], chunk);
      parsers[source] = state;
      for (const token of tokens) apply(source, token);
    },
    echo(source, text) {
      const [first = "", ...others] = text.split("\n");
      // Sandpit's own notes stand on a line of their own.
      if (source === "notice" && line.width > 0) newline();
      if (first !== "") put(source, PLAIN, first);
      for (const part of others) {
        newline();
        if (part !== "") put(source, PLAIN, part);
      }
    },
    get blocks() {
      return blocks;
    },
    get lineCount() {
      return lineCount;
    },
    get droppedLines() {
      return droppedLines;
    },
    text() {
      const lines = blocks.flatMap((block) => block.lines);
      return lines.map((each, index) => (index === 0 || each.continues ? "" : "\n") + lineText(each)).join("");
    },
  };
}
