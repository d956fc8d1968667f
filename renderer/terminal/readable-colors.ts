/** Contrast of text as WCAG 2 counts it (1 to 21), and colours that have enough of it. Colours are `#rrggbb`. */

/** What text of normal size needs. */
export const MIN_CONTRAST = 4.5;

type Rgb = readonly [number, number, number];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
/** Halving so often tells two neighbours of 256 apart. */
const HALVINGS = 8;

/** How much light each value of a channel gives: asked for every colour of a program that may have many. */
const LINEAR = Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

/** The contrast between two colours. */
export const contrast = (one: string, other: string): number => contrastOf(toRgb(one), toRgb(other));

/** A text colour for this background: black or white, whichever is read better. It has a contrast of 4.5 at least. */
export const blackOrWhite = (background: string): string => toHex(betterOn(toRgb(background)));

/** The colour itself where it can be read on the background, else the nearest to it that can, of the same hue. */
export function toReadable(color: string, background: string): string {
  const own = toRgb(color);
  const behind = toRgb(background);
  if (contrastOf(own, behind) >= MIN_CONTRAST) return color;
  const end = betterOn(behind);
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (contrastOf(mixRgb(own, end, middle), behind) >= MIN_CONTRAST) high = middle;
    else low = middle;
  }
  return toHex(mixRgb(own, end, high));
}

/** A colour that lies between two others: at 0 it is the one, at 1 the other. */
export const mix = (one: string, other: string, part: number): string => toHex(mixRgb(toRgb(one), toRgb(other), part));

function contrastOf(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const luminance = ([red, green, blue]: Rgb): number =>
  0.2126 * (LINEAR[red] ?? 0) + 0.7152 * (LINEAR[green] ?? 0) + 0.0722 * (LINEAR[blue] ?? 0);

const betterOn = (background: Rgb): Rgb =>
  contrastOf(BLACK, background) >= contrastOf(WHITE, background) ? BLACK : WHITE;

function mixRgb(one: Rgb, other: Rgb, part: number): Rgb {
  const channel = (index: 0 | 1 | 2) => Math.round(one[index] + (other[index] - one[index]) * part);
  return [channel(0), channel(1), channel(2)];
}

function toRgb(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

const toHex = (rgb: Rgb): string => `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
