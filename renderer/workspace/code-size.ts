/** Length of a text in UTF-8 without encoding it: it is measured again at every keystroke. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(index + 1))) {
      // A pair is two units and four bytes.
      bytes += 2;
      index += 1;
    } else bytes += 2;
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** Where the size of a program stands against its limit. */
export type SizeLevel = "fits" | "near" | "over";

/** `near` from nine tenths of the limit on. */
export function toSizeLevel(bytes: number, limit: number): SizeLevel {
  if (bytes > limit) return "over";
  return bytes >= limit * 0.9 ? "near" : "fits";
}
