/** How a piece of output looks. Colours are names from the theme's palette or `#rrggbb`; `null` is the default. */
export interface TextStyle {
  readonly foreground: string | null;
  readonly background: string | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
  readonly inverse: boolean;
  readonly hidden: boolean;
}

export const PLAIN: TextStyle = {
  foreground: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  strike: false,
  inverse: false,
  hidden: false,
};

const FLAGS: Record<number, Partial<TextStyle>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  8: { hidden: true },
  9: { strike: true },
  21: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  28: { hidden: false },
  29: { strike: false },
  39: { foreground: null },
  49: { background: null },
};

/** What has a colour behind it. That of underlines is not drawn, but what says it must not be taken for other codes. */
const COLOR_TARGETS: Record<number, "foreground" | "background" | null> = {
  38: "foreground",
  48: "background",
  58: null,
};

/** The style after one `CSI … m`. What it does not know leaves the style as it is. */
export function applySgr(style: TextStyle, parameters: readonly (readonly number[])[]): TextStyle {
  let next = style;
  for (let index = 0; index < parameters.length; index += 1) {
    const [code = 0, ...parts] = parameters[index] ?? [];
    const target = COLOR_TARGETS[code];
    if (target !== undefined) {
      const isWhole = parts.length > 0;
      const { color, used } = isWhole ? { color: readParts(parts), used: 0 } : readParameters(parameters, index + 1);
      if (color !== null && target !== null) next = { ...next, [target]: color };
      index += used;
    } else if (parts.length > 0) {
      // The kinds of underlines are the only others that have parts.
      if (code === 4) next = { ...next, underline: parts[0] !== 0 };
    } else next = applyCode(next, code);
  }
  return next;
}

function applyCode(style: TextStyle, code: number): TextStyle {
  if (code === 0) return PLAIN;
  if (FLAGS[code]) return { ...style, ...FLAGS[code] };
  if (code >= 30 && code <= 37) return { ...style, foreground: ansi(code - 30) };
  if (code >= 40 && code <= 47) return { ...style, background: ansi(code - 40) };
  if (code >= 90 && code <= 97) return { ...style, foreground: ansi(code - 82) };
  if (code >= 100 && code <= 107) return { ...style, background: ansi(code - 92) };
  return style;
}

/** `5;N` or `2;R;G;B`, which are parameters of their own. */
function readParameters(all: readonly (readonly number[])[], at: number): { color: string | null; used: number } {
  const [kind, ...values] = all.slice(at, at + 4).map(([value = 0]) => value);
  if (kind === 5) return { color: toIndexedColor(values[0] ?? 0), used: 2 };
  return kind === 2 ? { color: toHex(values), used: 4 } : { color: null, used: 0 };
}

/** `5:N` or `2:R:G:B`. Where there is more, the name of a space of colours is ahead, which is mostly empty: `2::R:G:B`. */
function readParts([kind, ...values]: readonly number[]): string | null {
  if (kind === 5) return toIndexedColor(values[0] ?? 0);
  const first = values.length > 3 ? 1 : 0;
  return kind === 2 ? toHex(values.slice(first, first + 3)) : null;
}

/** The colour with a number from 0 to 255: the theme's 16, a cube of 216, and 24 greys. */
export function toIndexedColor(index: number): string | null {
  if (!Number.isInteger(index) || index < 0 || index > 255) return null;
  if (index < 16) return ansi(index);
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return toHex([grey, grey, grey]);
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return toHex([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
}

function ansi(index: number): string {
  return `ansi-${index}`;
}

function toHex(parts: readonly number[]): string | null {
  if (parts.length < 3 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return null;
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
