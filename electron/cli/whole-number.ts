/** A whole number as it was typed; `null` for anything else, and outside of the range. */
export function toWholeNumber(text: string, min: number, max: number): number | null {
  const value = Number(text);
  return /^\d{1,15}$/.test(text) && value >= min && value <= max ? value : null;
}
