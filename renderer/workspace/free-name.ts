/** TypeScript becomes JavaScript before it runs: `main.ts` and `main.js` are one module, `main.mts` is `main.mjs`. */
const toKey = (name: string): string =>
  name
    .normalize("NFC")
    .toLowerCase()
    .replace(/\.([mc]?)ts$/, ".$1js");

/**
 * Whether Sandpit itself may not give this name to a file beside these: one of them has it, or, in JavaScript and
 * TypeScript, is the same module, with which it could not run. What the user calls files is the user's choice.
 */
export function isTakenName(name: string, taken: readonly string[]): boolean {
  const key = toKey(name);
  return taken.some((other) => toKey(other) === key);
}

/** The name, or the name with the first number that makes it one that nobody has: `main.py`, `main-2.py`. */
export function toNumberedName(name: string, taken: readonly string[]): string {
  if (!isTakenName(name, taken)) return name;
  const dot = name.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  for (let number = 2; ; number += 1) {
    const candidate = `${stem}-${number}${extension}`;
    if (!isTakenName(candidate, taken)) return candidate;
  }
}
