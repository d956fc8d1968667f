import { toDigest } from "../../electron/core/store/history/audit-chain.ts";
import { createAuditTrail } from "../../electron/core/store/history/audit-trail.ts";
import { inTransaction, openDatabase } from "../../electron/core/store/history/database.ts";
import { createRunWrites } from "../../electron/core/store/history/run-writes.ts";
import { endOf, newRun } from "../electron/core/store/history/sample-runs.ts";

export const RUNS = 100_000;
const BATCH = 2_000;

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/**
 * Leaves 100,000 runs in a home folder: programs as learners write them, of about 700 bytes, over 90 days; the outcomes
 * are as frequent as they are there.
 */
export function leaveManyRuns(home: string): void {
  const db = openDatabase(home);
  const writes = createRunWrites(db, { process: "bench", installation: "bench" });
  const trail = createAuditTrail(db, home);
  const firstAt = Date.now() - 90 * 24 * 60 * 60_000;
  for (let from = 0; from < RUNS; from += BATCH) {
    inTransaction(db, () => {
      for (let index = from; index < from + BATCH; index += 1) {
        const run = newRun({
          at: firstAt + index * 77_000,
          language: pick(["python", "python", "javascript", "typescript"], index),
          source: pick(["window", "window", "window", "cli", "http"], index),
          backend: index % 199 === 0 ? "local" : "docker",
          code: toCode(index),
        });
        const seq = writes.begin(run);
        const outcome = pick(["completed", "completed", "completed", "failed", "time_limit"] as const, index * 7 + 3);
        const limited = index % 997 === 0 ? "memory_limit" : outcome;
        const end = endOf(run, { outcome: limited, wallMs: index % 30_000 });
        writes.end(seq, end);
        const [code, result] = [run.files, end.result].map((part) => toDigest(JSON.stringify(part)));
        const { id, language, backend, source } = run;
        const asked = new Date(run.at).toISOString();
        trail.append("run.accepted", source, { seq, id, language, backend, code }, run.at);
        trail.append("run.finished", source, { seq, id, asked, outcome: limited, result }, end.at);
      }
    });
  }
  trail.anchor();
  db.close();
}

const toCode = (index: number): string => `# exercise ${index}
names = ["Ada", "Grace", "Alan", "Edsger", "Barbara"]

def average_${index % 500}(values):
    total = 0
    for value in values:
        total += value * ${index}
    return total / len(values)

${"print(average_of([1, 2, 3]), 'and so on')\n".repeat(8)}
for name in names:
    print(f"Hello {name}, this is number {name.upper()} ${index * 31}")
`;
