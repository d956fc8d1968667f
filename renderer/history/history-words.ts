import {
  Ban,
  CircleCheck,
  CirclePlay,
  CircleSlash,
  CircleX,
  Clock,
  FileText,
  FileX,
  type LucideIcon,
  MemoryStick,
  PowerOff,
  Zap,
} from "lucide-react";
import { formatDuration } from "#shared/format.ts";
import type { Ending } from "#shared/history.ts";
import type { HistoryEntry } from "#shared/history-schema.ts";
import type { Tone } from "../ui/state-mark.tsx";

/** How each ending is shown. */
export const ENDING_MARKS: Readonly<Record<Ending, { word: string; tone: Tone; icon: LucideIcon }>> = {
  running: { word: "Running", tone: "active", icon: CirclePlay },
  completed: { word: "Finished", tone: "good", icon: CircleCheck },
  failed: { word: "Error", tone: "attention", icon: CircleX },
  signaled: { word: "Crashed", tone: "attention", icon: Zap },
  time_limit: { word: "Time limit", tone: "attention", icon: Clock },
  memory_limit: { word: "Out of memory", tone: "attention", icon: MemoryStick },
  output_limit: { word: "Too much output", tone: "attention", icon: FileText },
  compile_error: { word: "Not compiled", tone: "attention", icon: FileX },
  cancelled: { word: "Stopped", tone: "quiet", icon: CircleSlash },
  refused: { word: "Refused", tone: "bad", icon: Ban },
  interrupted: { word: "Interrupted", tone: "bad", icon: PowerOff },
};

export const SOURCE_WORDS = { window: "Window", cli: "Command line", http: "HTTP API" } as const;

export const toBackendWords = (backend: HistoryEntry["backend"]): string =>
  backend === null ? "–" : backend === "docker" ? "Isolated" : "Not isolated";

/** `14:03:09` today, `12 Nov, 14:03` this year, with the year before that. */
export function toTimeWords(at: string, now: Date = new Date(), locale?: string): string {
  const date = new Date(at);
  if (date.toDateString() === now.toDateString()) return date.toLocaleTimeString(locale);
  const isThisYear = date.getFullYear() === now.getFullYear();
  const day = date.toLocaleDateString(locale, {
    ...{ day: "numeric", month: "short" },
    ...(!isThisYear && { year: "numeric" }),
  });
  return `${day}, ${date.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" })}`;
}

/** `JavaScript` from `JavaScript (Node.js 18)`, where there is little room. */
export const toShortLanguage = (label: string): string => label.replace(/ \(.*\)$/, "");

export const toDurationWords = (ms: number | null): string => (ms === null || ms === 0 ? "–" : formatDuration(ms));

/** `1 run`, `12,345 runs`. */
export const toRunsWords = (runs: number): string => `${runs.toLocaleString("en")} ${runs === 1 ? "run" : "runs"}`;
