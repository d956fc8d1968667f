/** What is asked of which index. */
export interface CodeSearch {
  index: "code_search" | "code_pairs";
  match: string;
}

/** `code_search` knows three letters in a row and more. */
const SHORTEST_PHRASE = 3;

/**
 * What to ask an index for text as it stands in the code, whatever it holds. Text of three letters and more is one quoted
 * phrase, in which only the quote itself has a meaning (https://www.sqlite.org/fts5.html#fts5_strings); shorter text is
 * words of those that `toPairs` makes. Letters are counted as they stand, which is how `code_search` knows them.
 */
export function toCodeSearch(text: string): CodeSearch {
  const clean = text.replaceAll("\0", "").toWellFormed();
  if ([...clean].length >= SHORTEST_PHRASE) return { index: "code_search", match: `"${clean.replaceAll('"', '""')}"` };
  const letters = lettersOf(clean);
  // One capital may be two small letters, as İ is: then every two in a row are asked for.
  const words = letters.length < 2 ? letters : letters.slice(1).map((letter, index) => letters[index] + letter);
  return { index: "code_pairs", match: words.map((word) => `"${toWord(word)}"`).join(" AND ") || '""' };
}

/**
 * Every letter and every two letters in a row that stand in code, each once and written as a word: `ab` is `61x62`. An
 * index of words thus finds what is too short for an index of three letters.
 */
export function toPairs(code: string): string {
  const found = new Set<string>();
  let before = "";
  for (const letter of lettersOf(code)) {
    found.add(letter).add(before + letter);
    before = letter;
  }
  return Array.from(found, toWord).join(" ");
}

/** Capitals and small letters are the same to a search. */
const lettersOf = (text: string): string[] => [...text.toWellFormed().toLowerCase()];

function toWord(letters: string): string {
  let word = "";
  for (const letter of letters) word += `${word === "" ? "" : "x"}${letter.codePointAt(0)?.toString(16)}`;
  return word;
}
