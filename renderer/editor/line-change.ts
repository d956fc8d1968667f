/** What to put in the place of a part of a text; offsets in UTF-16 code units. */
export interface LineChange {
  from: number;
  to: number;
  insert: string;
}

/**
 * What makes `after` of `before`, in whole lines and without those that both begin and end with: there, cursor and marks
 * stay where they are. Both texts have `\n` between their lines; `insert` has `lineBreak`.
 */
export function toLineChange(before: string, after: string, lineBreak: string): LineChange {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const shorter = Math.min(old.length, now.length);
  let first = 0;
  while (first < shorter - 1 && old[first] === now[first]) first += 1;
  let last = 0;
  while (last < shorter - first && old.at(-1 - last) === now.at(-1 - last)) last += 1;
  const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0);
  const from = lengthOf(old.slice(0, first));
  const kept = last === 0 ? 0 : lengthOf(old.slice(-last)) - 1;
  const insert = after.slice(from, after.length - kept).replaceAll("\n", lineBreak);
  return { from, to: before.length - kept, insert };
}
