import type { DatabaseSync } from "node:sqlite";
import type { AuditProblem } from "#shared/history-schema.ts";
import type { AuditRecord } from "./audit-chain.ts";
import { createRunComparison, type Difference } from "./audit-compare.ts";

/** In a record that does not say when its run was asked for, that was less than this before the run ended. */
const LONGEST_RUN_MS = 24 * 60 * 60_000;

/** Compares what the trail tells of runs with the runs that history holds. */
export interface RunCheck {
  /** To be called with every record, in order. */
  told(record: AuditRecord, detail: Record<string, unknown>): void;
  /** The first run that is not as the trail tells. `isPruned`: the trail's beginning is gone, and with it what it told. */
  finding(isPruned: boolean): AuditProblem | null;
}

/** A run that is not there: the number of the first record that tells of it, and when it was asked for at the latest. */
interface Missing {
  record: number;
  /** Milliseconds since 1970. */
  askedAt: number;
}

function toAskedAt({ kind, at }: AuditRecord, { asked }: Record<string, unknown>): number {
  if (typeof asked === "string") return Date.parse(asked);
  if (kind === "run.accepted") return Date.parse(at);
  // Earlier versions did not say, and an interruption may be noticed at any time after. It is never the first record of
  // its run: the one before was pruned, so the run was old.
  return kind === "run.interrupted" ? Number.NEGATIVE_INFINITY : Date.parse(at) - LONGEST_RUN_MS;
}

const toChanged = (run: number, seq: number, { part, told }: Difference): AuditProblem => ({
  ...{ seq, kind: "run_changed" },
  message: `The ${part} of run ${run} was changed in history: record ${seq} of the audit trail ${told}.`,
});

/** A run that is in history still must be what its records say; one that is not must have been removed by Sandpit. */
export function createRunCheck(db: DatabaseSync): RunCheck {
  const comparison = createRunComparison(db);
  const kept = new Set(
    db
      .prepare("SELECT seq FROM runs JOIN details USING (seq) ORDER BY seq")
      .all()
      .map(({ seq }) => Number(seq)),
  );
  const seen = new Set<number>();
  /** What was removed by Sandpit is taken out. */
  const missing = new Map<number, Missing>();
  /** Earlier versions of Sandpit named the first fifty runs of many that were deleted together. */
  let unnamed = 0;
  let changed: AuditProblem | null = null;

  const compare = (record: AuditRecord, run: number, detail: Record<string, unknown>) => {
    if (changed) return;
    const difference = comparison.differing(record, run, detail);
    if (difference) changed = toChanged(run, record.seq, difference);
  };
  const forget = (isRemoved: (run: number, missing: Missing) => boolean) => {
    for (const [run, facts] of missing) if (isRemoved(run, facts)) missing.delete(run);
  };
  const removed = (kind: string, detail: Record<string, unknown>) => {
    if (kind === "history.cleared") missing.clear();
    if (kind === "history.deleted") {
      const seqs = Array.isArray(detail.seqs) ? detail.seqs : [];
      for (const seq of seqs) missing.delete(Number(seq));
      unnamed += Math.max(0, Number(detail.removed) - seqs.length) || 0;
    }
    if (kind === "history.pruned") {
      const before = Date.parse(String(detail.before));
      forget((run, { askedAt }) => run <= Number(detail.upTo) || askedAt < before);
    }
  };
  const unendedProblem = (): AuditProblem | null => {
    const found = comparison.differingUnended();
    return found && toChanged(found.run, found.seq, found);
  };

  return {
    told(record, detail) {
      const { kind } = record;
      removed(kind, detail);
      const { seq } = detail;
      // That more were refused like one is told of that one, which may be gone by then.
      if (!kind.startsWith("run.") || typeof seq !== "number" || detail.times !== undefined) return;
      if (kept.has(seq)) compare(record, seq, detail);
      else if (!seen.has(seq)) missing.set(seq, { record: record.seq, askedAt: toAskedAt(record, detail) });
      seen.add(seq);
    },
    finding(isPruned) {
      const problem = changed ?? unendedProblem();
      if (problem) return problem;
      const [first] = missing;
      if (first && missing.size > unnamed) {
        const [run, { record }] = first;
        const message = `Run ${run}, of which record ${record} of the audit trail tells, is not in history, and the trail does not say that it was removed.`;
        return { seq: record, kind: "run_removed", message };
      }
      if (isPruned) return null;
      for (const seq of kept) {
        if (seen.has(seq)) continue;
        const message = `Run ${seq} is in history, but the audit trail does not tell of it: records were removed.`;
        return { seq: 1, kind: "removed", message };
      }
      return null;
    },
  };
}
