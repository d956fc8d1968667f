/**
 * Text that a program wrote, as it may stand on a terminal: what could move the cursor, change colours or hide other text
 * is spelled out. Line breaks and tabs stay.
 */
export const toPlainText = (text: string): string =>
  text.replaceAll(
    /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu,
    (character) => `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`,
  );
