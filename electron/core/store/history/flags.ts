import type { DatabaseSync } from "node:sqlite";
import type { FlagKind } from "#shared/history.ts";
import type { Flag } from "#shared/history-schema.ts";
import type { Source } from "#shared/run.ts";

/** How many runs a flag names. */
const MAX_NAMED = 100;
const MAX_LISTED = 200;

const KIND_WORDS: Record<FlagKind, string> = {
  time_limit: "ran out of time",
  memory_limit: "ran out of memory",
  output_limit: "printed too much",
  process_limit: "asked for more processes than they may have",
};
const SOURCE_WORDS: Record<Source, string> = {
  window: "the window",
  cli: "the command line",
  http: "the HTTP API",
};

interface FlagRow {
  id: number;
  source: Source;
  kind: FlagKind;
  count: number;
  seqs: string;
  first_at: number;
  last_at: number;
}

const toFlag = ({ id, source, kind, count, seqs, first_at, last_at }: FlagRow): Flag => ({
  ...{ id, source, kind, count, seqs: JSON.parse(seqs) as number[] },
  firstAt: new Date(first_at).toISOString(),
  lastAt: new Date(last_at).toISOString(),
  message: `${count} programs from ${SOURCE_WORDS[source]} ${KIND_WORDS[kind]} within a short time.`,
});

export interface Flags {
  /** A run met a limit. Raises or extends a flag where that makes too many of them, inside a transaction. */
  met(
    source: Source,
    kind: FlagKind,
    at: number,
    rule: { runs: number; withinMs: number },
  ): { flag: Flag; isNew: boolean } | null;
  /** Those that were met last within this time, latest first. */
  list(from: number, to?: number): Flag[];
  /** Those with a greater number, in order; of very many the latest. */
  after(id: number): Flag[];
  /** The greatest number; 0 where there is none. */
  lastId(): number;
}

/** Repeated runs into the same limit, from one source: counted over all processes, because they share the database. */
export function createFlags(db: DatabaseSync): Flags {
  const recent = db.prepare(
    "SELECT seq, ended_at FROM runs WHERE limit_hit = ? AND source = ? AND ended_at BETWEEN ? AND ? ORDER BY ended_at DESC, seq DESC",
  );
  const open = db.prepare(
    "SELECT * FROM flags WHERE source = ? AND kind = ? AND last_at BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",
  );
  const raise = db.prepare(
    "INSERT INTO flags (source, kind, count, seqs, first_at, last_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING *",
  );
  const after = db.prepare("SELECT * FROM flags WHERE id > ? ORDER BY id DESC LIMIT ?");
  const last = db.prepare("SELECT max(id) AS id FROM flags");
  const extend = db.prepare("UPDATE flags SET count = ?, seqs = ?, last_at = ? WHERE id = ? RETURNING *");
  return {
    met(source, kind, at, { runs, withinMs }) {
      if (runs === 0) return null;
      // What other processes write comes out of order by moments; what lies further ahead was written under a wrong clock.
      const time = [at - withinMs, at + withinMs] as const;
      const near = recent.all(kind, source, ...time) as unknown as { seq: number; ended_at: number }[];
      if (near.length < runs) return null;
      const there = open.get(source, kind, ...time) as unknown as FlagRow | undefined;
      const numbers = [...near.map(({ seq }) => seq), ...(there ? (JSON.parse(there.seqs) as number[]) : [])];
      const distinct = [...new Set(numbers)];
      const seqs = JSON.stringify(distinct.slice(0, MAX_NAMED));
      // Runs that came while there were too few of them to extend the flag belong to it, too.
      const row = there
        ? extend.get(Math.max(there.count + 1, distinct.length), seqs, Math.max(there.last_at, at), there.id)
        : raise.get(source, kind, near.length, seqs, near.at(-1)?.ended_at ?? at, at);
      return { flag: toFlag(row as unknown as FlagRow), isNew: there === undefined };
    },
    after: (id) => (after.all(id, MAX_LISTED) as unknown as FlagRow[]).map(toFlag).reverse(),
    lastId: () => Number(last.get()?.id ?? 0),
    list: (from, to = Number.MAX_SAFE_INTEGER) =>
      (
        db
          .prepare("SELECT * FROM flags WHERE last_at BETWEEN ? AND ? ORDER BY last_at DESC LIMIT ?")
          .all(from, to, MAX_LISTED) as unknown as FlagRow[]
      ).map(toFlag),
  };
}
