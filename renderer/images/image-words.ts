import { Ban, CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";
import type { ImageState } from "#shared/images.ts";
import type { Tone } from "../ui/state-mark.tsx";

/** A state as a word, an icon and a colour. */
export const IMAGE_MARKS: Record<ImageState, { word: string; tone: Tone; icon: LucideIcon }> = {
  ready: { word: "Ready", tone: "good", icon: CircleCheck },
  missing: { word: "Not built", tone: "attention", icon: CircleDashed },
  outdated: { word: "Out of date", tone: "attention", icon: CircleAlert },
  incompatible: { word: "Cannot be used", tone: "attention", icon: CircleX },
  mismatched: { word: "Refused", tone: "bad", icon: Ban },
  building: { word: "Building", tone: "active", icon: LoaderCircle },
  failed: { word: "Build failed", tone: "bad", icon: CircleX },
  unknown: { word: "Unknown", tone: "quiet", icon: CircleDashed },
};

/** What a learner has to know of a state, beyond the core's own sentence about it. */
export const IMAGE_MEANINGS: Partial<Record<ImageState, string>> = {
  outdated: "It still runs programs. Build it again to have what has changed.",
  mismatched:
    "Programs run only in the image that was built on this computer, known by its id. Whoever gave this tag to another image, its programs will not run. Build it again to replace it.",
  incompatible: "Build it again, and programs run in it.",
};

const DAY_MS = 86_400_000;

/** `today`, `1 day old`, `4 months old`. */
export function toAgeWords(createdAt: string, nowMs: number): string {
  const days = Math.floor(Math.max(0, nowMs - Date.parse(createdAt)) / DAY_MS);
  if (days === 0) return "built today";
  if (days < 60) return `${days} ${days === 1 ? "day" : "days"} old`;
  if (days < 730) return `${Math.floor(days / 30.44)} months old`;
  return `${Math.floor(days / 365.25)} years old`;
}
