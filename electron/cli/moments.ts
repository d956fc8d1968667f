/**
 * A moment as it was typed: `2026-01-31`, which is its beginning, or `2026-01-31T14:00`, in the local time zone unless it
 * names one. `null` for what is no date, such as the 31st of February.
 */
export function toMoment(text: string): Date | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:$|[T ])/.exec(text) ?? [];
  if (day === undefined) return null;
  // What is no day of its month is counted on into the next one.
  if (new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)) return null;
  const time = Date.parse(text.length === 10 ? `${text}T00:00` : text);
  return Number.isNaN(time) ? null : new Date(time);
}

const two = (number: number): string => String(number).padStart(2, "0");

/** `2026-01-31`, in the local time zone. */
export const toLocalDay = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** `2026-01-31 14:00:05`, in the local time zone, in which dates are typed as well. */
export const toLocalTime = (date: Date): string =>
  `${toLocalDay(date)} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`;
