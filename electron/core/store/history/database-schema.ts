import type { DatabaseSync } from "node:sqlite";
import { toIndexedCode } from "./records.ts";
import { toPairs } from "./search-text.ts";

/** What is removed with a run. */
export const RUNS_REMOVED_TRIGGER = `
  CREATE TRIGGER runs_removed AFTER DELETE ON runs BEGIN
    DELETE FROM details WHERE seq = OLD.seq;
    DELETE FROM code_search WHERE rowid = OLD.seq;
    DELETE FROM code_pairs WHERE rowid = OLD.seq;
  END;`;

/**
 * What the database is made of, one step a version: step N takes a database of version N to N + 1. A step that was
 * released is never changed.
 */
export const MIGRATIONS: readonly (string | ((db: DatabaseSync) => void))[] = [
  `
  -- Narrow, so that a page of history, a count and a sum read little. AUTOINCREMENT: a number is never used again.
  CREATE TABLE runs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    ended_at INTEGER,
    language TEXT NOT NULL,
    source TEXT NOT NULL,
    backend TEXT,
    ending TEXT NOT NULL,
    exit_code INTEGER,
    wall_ms REAL,
    first_output_ms REAL,
    warm INTEGER,
    error_code TEXT,
    limit_hit TEXT,
    entry TEXT NOT NULL,
    file_count INTEGER NOT NULL,
    code_bytes INTEGER NOT NULL,
    preview TEXT NOT NULL,
    repeats INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL,
    process TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_by_id ON runs (id);
  CREATE INDEX runs_by_at ON runs (at);
  CREATE INDEX runs_by_language ON runs (language, seq);
  CREATE INDEX runs_by_ending ON runs (ending, seq);
  CREATE INDEX runs_by_backend ON runs (backend, seq);
  CREATE INDEX runs_by_source ON runs (source, seq);
  CREATE INDEX runs_by_limit ON runs (limit_hit, source, ended_at) WHERE limit_hit IS NOT NULL;

  CREATE TABLE details (
    seq INTEGER PRIMARY KEY,
    files TEXT NOT NULL,
    request TEXT NOT NULL,
    stdin TEXT,
    result TEXT,
    transcript TEXT,
    error TEXT
  ) STRICT;

  -- Any three letters in a row are found, as one searches code; what is indexed is kept in details alone.
  CREATE VIRTUAL TABLE code_search USING fts5(code, content='', contentless_delete=1, tokenize='trigram');

  CREATE TRIGGER runs_removed AFTER DELETE ON runs BEGIN
    DELETE FROM details WHERE seq = OLD.seq;
    DELETE FROM code_search WHERE rowid = OLD.seq;
  END;

  CREATE TABLE flags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    seqs TEXT NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  -- Up to which record the trail was pruned, and that record's hash: where the chain now begins.
  CREATE TABLE audit_start (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
  INSERT INTO audit_start VALUES (1, 0, '');
  CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
  CREATE TRIGGER audit_is_only_pruned BEFORE DELETE ON audit WHEN OLD.seq > (SELECT seq FROM audit_start) BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
  END;

  CREATE TABLE moments (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
  `,
  addPairs,
  `
  -- Where the trail ends: kept up by every record, so that an end that was cut off shows, and no number is used again.
  -- is_anchored: whether that was written beside the database as well, in audit-head.json; from then on it must be there.
  CREATE TABLE audit_head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    is_anchored INTEGER NOT NULL
  ) STRICT;
  INSERT INTO audit_head VALUES (1, 0, '', 0);
  UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_start) WHERE EXISTS (SELECT 1 FROM audit_start);
  UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1)
    WHERE EXISTS (SELECT 1 FROM audit);
  CREATE TRIGGER audit_head_follows AFTER INSERT ON audit BEGIN UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash; END;
  `,
];

/** One letter and two letters are found by an index, too; before, code was read for them. */
function addPairs(db: DatabaseSync): void {
  db.exec(`
    CREATE VIRTUAL TABLE code_pairs USING fts5(
      pairs, content='', contentless_delete=1, detail='none', tokenize='ascii'
    );
    DROP TRIGGER runs_removed;
    ${RUNS_REMOVED_TRIGGER}`);
  const index = db.prepare("INSERT INTO code_pairs (rowid, pairs) VALUES (?, ?)");
  const ended = db.prepare("SELECT seq, files FROM details JOIN runs USING (seq) WHERE ending <> 'running'");
  for (const { seq, files } of ended.iterate()) index.run(Number(seq), toPairs(toIndexedCode(String(files))));
}
