import type { DatabaseSync } from "node:sqlite";
import { RUNS_REMOVED_TRIGGER } from "./database-schema.ts";
import { type NewRun, type RunEnd, toEnding, toIndexedCode, toKeptFiles, toLimitHit, toPreview } from "./records.ts";
import type { KeptRequest } from "./row-mapping.ts";
import { toPairs } from "./search-text.ts";

export interface RunWrites {
  /** Records a run that is about to start. Answers its number. */
  begin(run: NewRun): number;
  end(seq: number, end: RunEnd): void;
  /** Counts refusals that were like this one. Answers whether this is such a one. */
  repeat(seq: number, source: string, code: string, times: number): boolean;
  /** Marks runs that have no end although their process is gone, and answers them. */
  interrupt(isAlive: (process: string) => boolean): { seq: number; at: number }[];
  /** Removes runs that have ended. Answers the numbers of those that were there. */
  remove(seqs: readonly number[]): number[];
  clear(): number;
}

/** Changes to the runs, each to be called inside a transaction. `process` is the one whose runs are begun here. */
export function createRunWrites(
  db: DatabaseSync,
  { process, installation }: { process: string; installation: string },
): RunWrites {
  const insertRun = db.prepare(`INSERT INTO runs
    (id, at, language, source, backend, ending, entry, file_count, code_bytes, preview, bytes, process)
    VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?)`);
  const insertDetails = db.prepare("INSERT INTO details (seq, files, request) VALUES (?, ?, ?)");
  const endRun = db.prepare(`UPDATE runs SET ended_at = ?, ending = ?, exit_code = ?, wall_ms = ?,
    first_output_ms = ?, warm = ?, error_code = ?, limit_hit = ?, bytes = bytes + ? WHERE seq = ?`);
  const endDetails = db.prepare("UPDATE details SET stdin = ?, result = ?, transcript = ?, error = ? WHERE seq = ?");
  const filesOf = db.prepare("SELECT files FROM details WHERE seq = ?");
  const index = db.prepare("INSERT INTO code_search (rowid, code) VALUES (?, ?)");
  const indexPairs = db.prepare("INSERT INTO code_pairs (rowid, pairs) VALUES (?, ?)");
  const unended = db.prepare("SELECT seq, at, process FROM runs WHERE ending = 'running'");
  const markInterrupted = db.prepare("UPDATE runs SET ending = 'interrupted' WHERE seq = ?");
  const addRepeats = db.prepare(
    "UPDATE runs SET repeats = repeats + ? WHERE seq = ? AND ending = 'refused' AND source = ? AND error_code = ?",
  );
  const removeOne = db.prepare("DELETE FROM runs WHERE seq = ? AND ending <> 'running'");

  /** Code is indexed once a run has ended: no program waits for that. */
  const indexCode = (seq: number) => {
    const code = toIndexedCode(String(filesOf.get(seq)?.files ?? "[]"));
    index.run(seq, code);
    indexPairs.run(seq, toPairs(code));
  };

  return {
    begin(run) {
      const { files, truncated } = toKeptFiles(run.files);
      const kept = JSON.stringify(files);
      const request = JSON.stringify({
        filesTruncated: truncated,
        settings: run.settings,
        installation,
      } satisfies KeptRequest);
      const codeBytes = run.files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
      const { id, at, language, source, backend, entry } = run;
      const preview = toPreview(entry, files);
      const size = Buffer.byteLength(kept) + Buffer.byteLength(request);
      const values = [
        id,
        at,
        language,
        source,
        backend,
        entry,
        files.length,
        codeBytes,
        preview,
        size,
        process,
      ] as const;
      const seq = Number(insertRun.run(...values).lastInsertRowid);
      insertDetails.run(seq, kept, request);
      return seq;
    },
    end(seq, end) {
      const { at, result, error, stdin, pieces } = end;
      const texts = {
        stdin: stdin.text === "" && !stdin.whole ? null : JSON.stringify(stdin),
        result: result && JSON.stringify(result),
        transcript: pieces.length > 1 ? JSON.stringify(pieces) : null,
        error: error && JSON.stringify(error),
      };
      const size = Object.values(texts).reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
      endRun.run(
        ...[at, toEnding(end), result?.exitCode ?? null, result?.wallMs ?? null],
        ...[result?.firstOutputMs ?? null, result ? Number(result.warm) : null, error?.code ?? null],
        ...[result ? toLimitHit(result) : null, size, seq],
      );
      endDetails.run(texts.stdin, texts.result, texts.transcript, texts.error, seq);
      indexCode(seq);
    },
    repeat: (seq, source, code, times) => addRepeats.run(times, seq, source, code).changes > 0,
    interrupt(isAlive) {
      const rows = unended.all() as unknown as { seq: number; at: number; process: string }[];
      const orphans = rows.filter(({ process }) => !isAlive(process));
      for (const { seq } of orphans) {
        markInterrupted.run(seq);
        indexCode(seq);
      }
      return orphans;
    },
    remove: (seqs) => seqs.filter((seq) => removeOne.run(seq).changes > 0),
    clear() {
      const running = unended.all() as unknown as { seq: number }[];
      const count = Number(db.prepare("SELECT count(*) AS runs FROM runs").get()?.runs) - running.length;
      if (running.length > 0) db.exec("DELETE FROM runs WHERE ending <> 'running'");
      else {
        // All at once: row by row the index would take a second for every few thousand runs.
        db.exec("DROP TRIGGER runs_removed; DELETE FROM runs; DELETE FROM details");
        db.exec("INSERT INTO code_search (code_search) VALUES ('delete-all')");
        db.exec("INSERT INTO code_pairs (code_pairs) VALUES ('delete-all')");
        db.exec(RUNS_REMOVED_TRIGGER);
      }
      db.exec("DELETE FROM flags");
      return count;
    },
  };
}
