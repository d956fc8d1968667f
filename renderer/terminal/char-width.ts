const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;

/** The East Asian wide blocks, as pairs of first and last code point. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** How many columns a character takes: 0 for marks that sit on the one before, 2 for wide ones. */
export function charWidth(char: string): 0 | 1 | 2 {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return code === 0xad ? 0 : 1;
  if (ZERO_WIDTH.test(char)) return 0;
  if (WIDE.some(([first, last]) => code >= first && code <= last) || EMOJI.test(char)) return 2;
  return 1;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range starts where ASCII does.
const ONE_COLUMN_EACH = /^[\u0000-\u00ac\u00ae-\u02ff]*$/;

/** Whether every UTF-16 unit of the text is one column, which makes most arithmetic trivial. */
export function isNarrow(text: string): boolean {
  return ONE_COLUMN_EACH.test(text);
}

/** How many columns a text takes. */
export function textWidth(text: string): number {
  if (isNarrow(text)) return text.length;
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/** The index at which `columns` columns of the text end, with the marks that belong to the last of them. */
export function indexAtColumn(text: string, columns: number): number {
  if (isNarrow(text)) return Math.min(columns, text.length);
  let width = 0;
  let index = 0;
  for (const char of text) {
    const own = charWidth(char);
    if (width + own > columns) break;
    width += own;
    index += char.length;
  }
  return index;
}
