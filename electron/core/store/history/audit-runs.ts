import type { DatabaseSync } from "node:sqlite";
import type { AuditProblem } from "#shared/history-schema.ts";
import { type AuditRecord, toDigest } from "./audit-chain.ts";
import { MAX_KEPT_CODE } from "./records.ts";

/** A record of how a run ended is later than the run was asked for, by which runs go by age: by less than this. */
const LONGEST_RUN_MS = 24 * 60 * 60_000;

/** Compares what the trail tells of runs with the runs that history holds. */
export interface RunCheck {
  /** To be called with every record, in order. */
  told(record: AuditRecord, detail: Record<string, unknown>): void;
  /** The first run that is not as the trail tells. `isPruned`: the trail's beginning is gone, and with it what it told. */
  finding(isPruned: boolean): AuditProblem | null;
}

/** A run that is in history still must be what its records say; one that is not must have been removed by Sandpit. */
export function createRunCheck(db: DatabaseSync): RunCheck {
  const codeOf = db.prepare("SELECT files, request FROM details WHERE seq = ?");
  const resultOf = db.prepare("SELECT result FROM details WHERE seq = ?");
  const kept = new Set(
    db
      .prepare("SELECT seq FROM runs JOIN details USING (seq) ORDER BY seq")
      .all()
      .map(({ seq }) => Number(seq)),
  );
  const seen = new Set<number>();
  /** Runs that are not there, by the record that told of them first; what was removed by Sandpit is taken out. */
  const missing = new Map<number, AuditRecord>();
  /** Earlier versions of Sandpit named the first fifty runs of many that were deleted together. */
  let unnamed = 0;
  let changed: AuditProblem | null = null;

  const isOther = (text: unknown, digest: unknown) =>
    typeof digest === "string" && toDigest(String(text ?? "")) !== digest;
  const isCodeChanged = (run: number, { code }: Record<string, unknown>) => {
    const { files, request } = (codeOf.get(run) ?? {}) as { files?: string; request?: string };
    // Code that was kept in part has another hash.
    const isCut = Number(files?.length) > MAX_KEPT_CODE && request?.startsWith('{"filesTruncated":true');
    return !isCut && isOther(files, code);
  };
  const changedPart = (kind: string, run: number, detail: Record<string, unknown>) => {
    if (kind === "run.accepted" && isCodeChanged(run, detail)) return "code";
    return kind === "run.finished" && isOther(resultOf.get(run)?.result, detail.result) ? "result" : null;
  };

  const compare = ({ seq, kind }: AuditRecord, run: number, detail: Record<string, unknown>) => {
    if (changed) return;
    const part = changedPart(kind, run, detail);
    if (!part) return;
    const message = `The ${part} of run ${run} was changed in history: record ${seq} of the audit trail has another hash of it.`;
    changed = { seq, kind: "run_changed", message };
  };
  const forget = (isRemoved: (seq: number, record: AuditRecord) => boolean) => {
    for (const [seq, record] of missing) if (isRemoved(seq, record)) missing.delete(seq);
  };
  const removed = (kind: string, detail: Record<string, unknown>) => {
    if (kind === "history.cleared") missing.clear();
    if (kind === "history.deleted") {
      const seqs = Array.isArray(detail.seqs) ? detail.seqs : [];
      for (const seq of seqs) missing.delete(Number(seq));
      unnamed += Math.max(0, Number(detail.removed) - seqs.length) || 0;
    }
    if (kind === "history.pruned") {
      const before = typeof detail.before === "string" ? Date.parse(detail.before) + LONGEST_RUN_MS : 0;
      forget((seq, { at }) => seq <= Number(detail.upTo) || Date.parse(at) < before);
    }
  };

  return {
    told(record, detail) {
      const { kind } = record;
      removed(kind, detail);
      const { seq } = detail;
      // That more were refused like one is told of that one, which may be gone by then.
      if (!kind.startsWith("run.") || typeof seq !== "number" || detail.times !== undefined) return;
      if (kept.has(seq)) compare(record, seq, detail);
      else if (!seen.has(seq)) missing.set(seq, record);
      seen.add(seq);
    },
    finding(isPruned) {
      if (changed) return changed;
      const [first] = missing;
      if (first && missing.size > unnamed) {
        const [seq, record] = first;
        const message = `Run ${seq}, of which record ${record.seq} of the audit trail tells, is not in history, and the trail does not say that it was removed.`;
        return { seq: record.seq, kind: "run_removed", message };
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
