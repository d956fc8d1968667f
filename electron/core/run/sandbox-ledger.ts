import type { SandboxRole } from "#shared/monitor.ts";
import { MONITOR_HISTORY_MS } from "#shared/monitor-limits.ts";
import type { Outcome } from "#shared/run.ts";
import type { OutputStream } from "../engine/demultiplex.ts";
import type { ContainerSpec } from "../engine/engine.ts";

/** How many sandboxes that have ended are kept, and how much of each one's output. */
const MAX_ENDED = 200;
const MAX_OUTPUT_CHARACTERS = 256 * 1024;

/** What this process knows of a sandbox that it made; no engine can tell. */
export interface LedgerEntry {
  readonly id: string;
  readonly spec: ContainerSpec;
  /** ISO 8601. */
  readonly createdAt: string;
  role: SandboxRole;
  language: string | null;
  runId: string | null;
  outcome: Outcome | null;
  exitCode: number | null;
  /** Milliseconds since the epoch; when it had run, or was removed. */
  endedAt: number | null;
  isRemoved: boolean;
  /** Whether it could not be removed when it should have been, because the engine was away. */
  isAbandoned: boolean;
  output: { stream: OutputStream; text: string }[];
  isOutputTruncated: boolean;
}

/** Keeps account of the sandboxes of this process. Every call is a few steps in memory: the hot path waits for none. */
export interface SandboxLedger {
  created(id: string, spec: ContainerSpec): void;
  /** Nobody knows whether the engine made the container with this `CREATION_LABEL`: its answer was lost. */
  unanswered(creation: string): void;
  isUnanswered(creation: string): boolean;
  ready(id: string): void;
  loaded(id: string, run: { runId: string; language: string }): void;
  printed(id: string, stream: OutputStream, text: string): void;
  finished(id: string, end: { outcome: Outcome; exitCode: number | null } | null): void;
  removed(id: string): void;
  abandoned(id: string): void;
  get(id: string): LedgerEntry | undefined;
  all(): LedgerEntry[];
  onChanged(listener: (id: string) => void): void;
}

export function createSandboxLedger(now: () => number = Date.now): SandboxLedger {
  const entries = new Map<string, LedgerEntry>();
  const listeners = new Set<(id: string) => void>();
  const creations = new Set<string>();
  const changed = (id: string) => {
    for (const listener of listeners) listener(id);
  };
  const change = (id: string, apply: (entry: LedgerEntry) => void) => {
    const entry = entries.get(id);
    if (!entry) return;
    apply(entry);
    changed(id);
  };

  const forgetOld = () => {
    const ended = [...entries.values()].filter(({ isRemoved }) => isRemoved);
    const surplus = ended.length - MAX_ENDED;
    for (const [index, { id, endedAt }] of ended.entries())
      if (index < surplus || now() - (endedAt ?? 0) > MONITOR_HISTORY_MS) entries.delete(id);
  };

  return {
    created(id, spec) {
      forgetOld();
      entries.set(id, {
        ...{ id, spec, createdAt: new Date(now()).toISOString(), role: "starting", language: null, runId: null },
        ...{ outcome: null, exitCode: null, endedAt: null, isRemoved: false, isAbandoned: false },
        ...{ output: [], isOutputTruncated: false },
      });
      changed(id);
    },
    unanswered: (creation) => void creations.add(creation),
    isUnanswered: (creation) => creations.has(creation),
    ready: (id) =>
      change(id, (entry) => {
        entry.role = "warm";
      }),
    loaded: (id, { runId, language }) =>
      change(id, (entry) => {
        Object.assign(entry, { role: "running", runId, language });
      }),
    printed(id, stream, text) {
      const entry = entries.get(id);
      if (!entry) return;
      const kept = entry.output.reduce((sum, part) => sum + part.text.length, 0);
      const fitting = text.slice(0, Math.max(0, MAX_OUTPUT_CHARACTERS - kept));
      if (fitting.length < text.length) entry.isOutputTruncated = true;
      const last = entry.output.at(-1);
      if (last?.stream === stream) last.text += fitting;
      else if (fitting) entry.output.push({ stream, text: fitting });
    },
    finished: (id, end) =>
      change(id, (entry) => {
        Object.assign(entry, { role: "finished", endedAt: now(), ...end });
      }),
    removed(id) {
      // What never ran a program has no past worth keeping.
      if (entries.get(id)?.role !== "finished") entries.delete(id);
      else change(id, (entry) => Object.assign(entry, { isRemoved: true }));
    },
    abandoned: (id) =>
      change(id, (entry) => {
        entry.isAbandoned = true;
      }),
    get: (id) => entries.get(id),
    all() {
      forgetOld();
      return [...entries.values()];
    },
    onChanged: (listener) => void listeners.add(listener),
  };
}
