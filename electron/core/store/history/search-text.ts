/** The index knows three letters in a row and more; what is shorter is looked for by reading. */
const SHORTEST_INDEXED = 3;

/**
 * What to ask the index for text as it stands in the code, whatever it holds: one quoted phrase, in which only the quote
 * itself has a meaning (https://www.sqlite.org/fts5.html#fts5_strings). `null` where the text is too short for the index.
 */
export function toSearchPhrase(text: string): string | null {
  const clean = text.replaceAll("\0", "").toWellFormed();
  return [...clean].length < SHORTEST_INDEXED ? null : `"${clean.replaceAll('"', '""')}"`;
}
