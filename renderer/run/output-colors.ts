import { blackOrWhite, contrast, MIN_CONTRAST, mix, toReadable } from "../terminal/readable-colors.ts";
import type { TextStyle } from "../terminal/text-style.ts";

interface Theme {
  /** What the output stands on, and the colour of text that has none of its own; as in `tokens.css`. */
  panel: string;
  text: string;
  /** The 16 colours that programs know by number. */
  ansi: readonly string[];
}

const LIGHT: Theme = {
  panel: "#f9f6f0",
  text: "#24211c",
  ansi: [
    ...["#24211c", "#b3261e", "#24713a", "#856000", "#2449ad", "#8a2a86", "#0c6a75", "#6a6355"],
    ...["#6a6355", "#c5352b", "#2a7d42", "#8f6800", "#3560d4", "#a23a9e", "#12737f", "#3d382e"],
  ],
};

const DARK: Theme = {
  panel: "#1d1b18",
  text: "#ece6da",
  ansi: [
    ...["#9a917f", "#ff8f83", "#8fd09a", "#e6c068", "#9db8ff", "#e1a0dd", "#7fcbd3", "#d8d0c0"],
    ...["#aca391", "#ffaaa0", "#abe0b3", "#f3d48c", "#b9cbff", "#efbdec", "#a2dde3", "#fffaf0"],
  ],
};

/** The themes by their names. */
export const THEMES: Readonly<Record<"light" | "dark", Theme>> = { light: LIGHT, dark: DARK };

/** How much of what is behind it shines through dim text. */
const DIM = 0.25;

interface Colors {
  /** `null` where the text keeps the colour that it has anyway. */
  color: string | null;
  background: string | null;
}

/**
 * The colours of a piece of output as `#rrggbb`. Whatever the program has chosen, it can be read: a colour on the panel
 * keeps its hue and changes its lightness; one on a background of the program's own becomes black or white.
 */
export function toColors(style: TextStyle, theme: Theme): Colors {
  const { foreground, background } = toChosen(style, theme);
  if (background !== null) {
    const isReadable = foreground !== null && contrast(foreground, background) >= MIN_CONTRAST;
    const color = isReadable ? foreground : blackOrWhite(background);
    return { color: style.dim ? toReadable(mix(color, background, DIM), background) : color, background };
  }
  const color = foreground ?? (style.dim ? theme.text : null);
  if (color === null) return { color, background };
  return { color: toReadable(style.dim ? mix(color, theme.panel, DIM) : color, theme.panel), background };
}

function toChosen(style: TextStyle, theme: Theme): { foreground: string | null; background: string | null } {
  const foreground = toHex(style.foreground, theme);
  const background = toHex(style.background, theme);
  if (!style.inverse) return { foreground, background };
  return { foreground: background ?? theme.panel, background: foreground ?? theme.text };
}

function toHex(color: string | null, { ansi }: Theme): string | null {
  if (!color?.startsWith("ansi-")) return color;
  return ansi[Number(color.slice("ansi-".length))] ?? null;
}
