/** The name, or the name with the first number that makes it one that nobody has: `main.py`, `main-2.py`. */
export function toFreeName(name: string, taken: readonly string[]): string {
  const isTaken = (candidate: string) => taken.some((other) => other.toLowerCase() === candidate.toLowerCase());
  if (!isTaken(name)) return name;
  const dot = name.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  for (let number = 2; ; number += 1) {
    const candidate = `${stem}-${number}${extension}`;
    if (!isTaken(candidate)) return candidate;
  }
}
