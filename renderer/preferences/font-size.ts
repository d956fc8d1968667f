export const DEFAULT_FONT_SIZE = 14;
const SMALLEST = 10;
const LARGEST = 32;

/** One step larger or smaller, within what can be read and fits. */
export function stepFontSize(size: number, step: 1 | -1): number {
  return Math.min(LARGEST, Math.max(SMALLEST, size + step * (size + step > 20 ? 2 : 1)));
}
