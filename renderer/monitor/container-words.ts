import type { ContainerSummary } from "#shared/monitor.ts";

const ROLES = {
  starting: "Getting ready",
  warm: "Warm",
  running: "Running",
  finished: "Finished",
} as const;

const STATES: Record<ContainerSummary["state"], string> = {
  created: "Created",
  running: "Running",
  paused: "Paused",
  restarting: "Restarting",
  removing: "Going",
  exited: "Exited",
  dead: "Dead",
  removed: "Removed",
};

const OUTCOMES: Record<string, string> = {
  completed: "Completed",
  failed: "Ended with an error",
  signaled: "Ended by a signal",
  time_limit: "Time limit reached",
  memory_limit: "Memory limit reached",
  output_limit: "Output limit reached",
  compile_error: "Did not compile",
  cancelled: "Stopped",
};

/** What a container is doing, in a word or two: its part in Sandpit where it has one, else the engine's word. */
export function toStateWords({ role, runId, state, endedAt }: ContainerSummary): string {
  if (endedAt !== null && (runId !== null || role === "finished")) return "Finished";
  return role === null || endedAt !== null ? STATES[state] : ROLES[role];
}

/** How it ended, once it has. */
export function toOutcomeWords({ outcome, role, runId }: ContainerSummary): string {
  if (outcome !== null) return OUTCOMES[outcome] ?? outcome;
  return runId === null && role !== null && role !== "running" ? "Never used" : "";
}

/** What that means, in a sentence. */
export function toStateSentence(one: ContainerSummary): string {
  const { ours, mine, role, state, endedAt } = one;
  if (!ours) return "Not Sandpit's. It is shown, and nothing more: Sandpit never acts on it.";
  if (endedAt !== null && state !== "removed") return "It has ended. A clean-up removes its container.";
  if (endedAt !== null) return "It has ended, and its container is removed. Each container is used once.";
  if (!mine) return "Made by another Sandpit process, such as the command line.";
  switch (role) {
    case "starting":
      return "The container starts, and its interpreter gets ready.";
    case "warm":
      return "Started and locked down; the interpreter waits for a program. The next run takes it.";
    case "running":
      return "A program runs in it.";
    case "finished":
      return "Its program has ended, and it is being removed.";
    default:
      return "One of Sandpit's.";
  }
}

/** `24 s`, `5 min`, `3 h`, `12 days`: one number is enough for an age. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  const days = Math.floor(seconds / 86_400);
  return `${days} ${days === 1 ? "day" : "days"}`;
}

/** The first twelve digits of an id, as engines show it. */
export const toShortId = (id: string): string => id.replace(/^sha256:/, "").slice(0, 12);
