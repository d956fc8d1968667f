import type { DatabaseSync } from "node:sqlite";
import { type AuditRecord, parseDetail, toDigest, toSafeText } from "./audit-chain.ts";
import { MAX_KEPT_CODE } from "./records.ts";

/** What of a run is not as a record tells. */
export interface Difference {
  part: string;
  /** What the record has of it: the end of a sentence about the record. */
  told: string;
}

type Detail = Record<string, unknown>;

export interface RunComparison {
  /** The first part of a run that history holds which is not as this record tells. To be called with every one, in order. */
  differing(record: AuditRecord, run: number, detail: Detail): Difference | null;
  /** The first run whose ending is another than the last record of it allows: it was interrupted, or has not ended yet. */
  differingUnended(): (Difference & { run: number; seq: number }) | null;
}

const ASKED = "id, at, language, source";
/** What is kept of a run under `ASKED`. */
interface Asked {
  id: string;
  at: number;
  language: string;
  source: string;
}
type Code = { files: string; request: string };

/** Holds records of runs against what is kept of those runs. */
export function createRunComparison(db: DatabaseSync): RunComparison {
  /** Each kind of record is compared with what it tells of and no more: of all records, that is what takes the time. */
  const prepare = <T extends object>(columns: string) => {
    const statement = db.prepare(`SELECT ${columns} FROM runs JOIN details USING (seq) WHERE seq = ?`);
    return (run: number) => statement.get(run) as unknown as T;
  };
  const accepted = prepare<Asked & Code & { backend: string | null; is_open: number }>(
    `${ASKED}, backend, files, request, result IS NULL AS is_open`,
  );
  const finished = prepare<Asked & { backend: string | null; ending: string; result: string | null }>(
    `${ASKED}, backend, ending, result`,
  );
  const refused = prepare<Asked & { ending: string; error_code: string | null; error: string | null }>(
    `${ASKED}, ending, error_code, error`,
  );
  const askedAt = prepare<{ at: number }>("at");
  const codeOf = prepare<Code>("files, request");
  const endingOf = prepare<{ ending: string }>("ending");
  /** Runs of whose end no record has told yet: the last record of each, and the ending that it allows. */
  const unended = new Map<number, { seq: number; ending: "running" | "interrupted" }>();

  const kinds: Record<string, (record: AuditRecord, run: number, detail: Detail) => Difference | null> = {
    "run.accepted"(record, run, detail) {
      unended.set(run, { seq: record.seq, ending: "running" });
      const kept = accepted(run);
      return (
        request(kept, record, detail) ??
        time(kept.at, record.at) ??
        // One that was stopped early may end with another: that is its result's to say.
        (kept.is_open === 1 ? text("backend", kept.backend, detail.backend) : null) ??
        code(kept, detail.code)
      );
    },
    "run.finished"(record, run, detail) {
      unended.delete(run);
      const kept = finished(run);
      if (isOther(kept.result, detail.result)) return { part: "result", told: OTHER_HASH };
      return (
        request(kept, record, detail) ??
        time(kept.at, detail.asked) ??
        text("ending", kept.ending, detail.outcome) ??
        text("backend", kept.backend, toBackend(kept.result)) ??
        (detail.files === undefined ? null : code(codeOf(run), detail.files))
      );
    },
    "run.refused"(record, run, detail) {
      unended.delete(run);
      const kept = refused(run);
      const error = parseDetail(kept.error ?? "");
      return (
        request(kept, record, detail) ??
        time(kept.at, detail.asked) ??
        text("ending", kept.ending, "refused") ??
        text("reason", kept.error_code, detail.code) ??
        text("reason", String(error?.code), detail.code) ??
        text("reason", String(error?.message), detail.message) ??
        (detail.files === undefined ? null : code(codeOf(run), detail.files))
      );
    },
    "run.interrupted"({ seq }, run, { asked }) {
      unended.set(run, { seq, ending: "interrupted" });
      return time(askedAt(run).at, asked);
    },
  };

  return {
    differing: (record, run, detail) => kinds[record.kind]?.(record, run, detail) ?? null,
    differingUnended() {
      for (const [run, { seq, ending }] of unended) {
        if (endingOf(run).ending === ending) continue;
        return { run, seq, part: "ending", told: ending === "running" ? "is the last one of it" : `says ${ending}` };
      }
      return null;
    },
  };
}

/** Where a program ran, as its result has it. One that was stopped before it began ran nowhere. */
function toBackend(result: string | null): unknown {
  const { backend, wallMs } = parseDetail(result ?? "") ?? {};
  return Number(wallMs) > 0 ? backend : undefined;
}

const OTHER_HASH = "has another hash of it";

const isOther = (kept: string | null, digest: unknown) => typeof digest === "string" && toDigest(kept ?? "") !== digest;

/** Nothing is said of what the record, of an earlier version, does not tell. */
function text(part: string, kept: string | null, told: unknown): Difference | null {
  if (told === undefined || kept === told || (kept !== null && toSafeText(kept) === told)) return null;
  return { part, told: `says ${told ?? "none"}` };
}

const time = (kept: number, told: unknown): Difference | null =>
  typeof told === "string" && Date.parse(told) !== kept ? { part: "time", told: `says ${told}` } : null;

const request = (kept: Asked, { source }: AuditRecord, { id, language }: Detail): Difference | null =>
  text("id", kept.id, id) ?? text("source", kept.source, source) ?? text("language", kept.language, language);

function code({ files, request }: Code, digest: unknown): Difference | null {
  // Code that was kept in part has another hash.
  const isCut = files.length > MAX_KEPT_CODE && request.startsWith('{"filesTruncated":true');
  return !isCut && isOther(files, digest) ? { part: "code", told: OTHER_HASH } : null;
}
