import type { BundleProgress } from "#shared/bundle.ts";
import { formatBytes } from "#shared/format.ts";

const PHASES: Record<BundleProgress["phase"], string> = {
  saving: "Saving the images",
  examining: "Examining the file",
  sending: "Loading the images",
  unpacking: "The engine unpacks the images",
  placing: "Putting the languages in place",
};

/** What is being done, and how far it is. */
export function toProgressWords({ phase, doneBytes, totalBytes }: BundleProgress): { what: string; amount: string } {
  if (phase === "placing") return { what: PHASES[phase], amount: "" };
  const about = phase === "saving" ? "about " : "";
  return { what: PHASES[phase], amount: `${formatBytes(doneBytes)} of ${about}${formatBytes(totalBytes)}` };
}

/** From 0 to 100. */
export const toPercent = ({ doneBytes, totalBytes }: BundleProgress): number =>
  totalBytes === 0 ? 0 : Math.min(100, Math.round((doneBytes / totalBytes) * 100));

/** `Python 3.11`, `Python 3.11 and Lua`, `Python 3.11, Lua and C`. */
export function toList(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
