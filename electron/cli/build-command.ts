import type { Failure } from "#shared/errors.ts";

/** What to type to build the image of a language. */
export const toBuildCommand = (language = ""): string => `sandpit images build ${language}`.trimEnd();

/** What to type after a failure, where a command removes its cause; the core, which has other hosts too, names none. */
export function toHint({ code, details }: Failure): string | null {
  if (code !== "image_missing") return null;
  const language = details?.language;
  return `Build it with: ${toBuildCommand(typeof language === "string" ? language : undefined)}`;
}
