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

/** The style after one `CSI … m`. What it does not know leaves the style as it is. */
export function applySgr(style: TextStyle, parameters: readonly number[]): TextStyle {
  let next = style;
  for (let index = 0; index < parameters.length; index += 1) {
    const code = parameters[index] ?? 0;
    if (code === 0) next = PLAIN;
    else if (code === 38 || code === 48) {
      const { color, used } = readColor(parameters, index + 1);
      if (color !== null) next = { ...next, [code === 38 ? "foreground" : "background"]: color };
      index += used;
    } else if (FLAGS[code]) next = { ...next, ...FLAGS[code] };
    else if (code >= 30 && code <= 37) next = { ...next, foreground: ansi(code - 30) };
    else if (code >= 40 && code <= 47) next = { ...next, background: ansi(code - 40) };
    else if (code >= 90 && code <= 97) next = { ...next, foreground: ansi(code - 82) };
    else if (code >= 100 && code <= 107) next = { ...next, background: ansi(code - 92) };
  }
  return next;
}

function readColor(parameters: readonly number[], at: number): { color: string | null; used: number } {
  if (parameters[at] === 5) return { color: toIndexedColor(parameters[at + 1] ?? 0), used: 2 };
  if (parameters[at] === 2) {
    return { color: toHex(parameters.slice(at + 1, at + 4)), used: 4 };
  }
  return { color: null, used: 0 };
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
