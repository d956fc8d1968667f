import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { CommandInput } from "#shared/contract.ts";
import { createAuditTrail } from "../../electron/core/store/history/audit-trail.ts";
import { inTransaction, openDatabase } from "../../electron/core/store/history/database.ts";
import { createRunWrites } from "../../electron/core/store/history/run-writes.ts";
import { endOf, newRun } from "../electron/core/store/history/sample-runs.ts";
import { openTestCore, type TestCore } from "../engine/open-core.ts";
import type { BenchReport } from "./report.ts";

const RUNS = 100_000;
const BATCH = 2_000;
const NOWHERE = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };

/** What a page of a history of 100,000 runs takes, beside a plain query on an index of the same database. */
export async function history(report: BenchReport, rounds: number): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "sandpit-bench-history-"));
  try {
    await fill(home, report);
    report.add("history.file", "MB", (await stat(join(home, "history.sqlite"))).size / 1e6);
    const core = await openTestCore({ home, env: NOWHERE, policyPaths: [] });
    try {
      await measure(core, home, report, rounds);
    } finally {
      await core.close();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** Programs as learners write them, of about 700 bytes, over 90 days; the outcomes are as frequent as they are there. */
async function fill(home: string, report: BenchReport): Promise<void> {
  const { db } = openDatabase(home, { check: false, now: new Date() });
  const writes = createRunWrites(db, { process: "bench", installation: "bench" });
  const trail = createAuditTrail(db, home);
  const firstAt = Date.now() - 90 * 24 * 60 * 60_000;
  const startedAt = performance.now();
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
        writes.end(seq, endOf(run, { outcome: index % 997 === 0 ? "memory_limit" : outcome, wallMs: index % 30_000 }));
        trail.append("run.finished", run.source, { seq }, run.at);
      }
    });
  }
  report.add("history.fill", "s", (performance.now() - startedAt) / 1000);
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

async function measure(core: TestCore, home: string, report: BenchReport, rounds: number): Promise<void> {
  const filter = {
    languages: ["python"],
    endings: ["failed" as const],
    from: new Date(Date.now() - 30 * 24 * 60 * 60_000).toISOString(),
  };
  const pages: Record<string, CommandInput<"history.list">> = {
    "first page": {},
    "page in the middle": { before: RUNS / 2 },
    "filtered page": { filter },
    "filtered page, few match": {
      filter: { languages: ["typescript"], endings: ["memory_limit"], backends: ["local"], sources: ["http"] },
    },
    "text that is everywhere": { filter: { text: "print(" } },
    "text that is in one run": { filter: { text: `number {name.upper()} ${31 * 77_777}` } },
    "text that is nowhere": { filter: { text: "there is no such text" } },
    "text and filter": { filter: { ...filter, text: "average_77(" } },
    "two letters that are nowhere": { filter: { text: "ß∂" } },
  };
  const db = new DatabaseSync(join(home, "history.sqlite"), { readOnly: true });
  const plain = db.prepare("SELECT * FROM runs WHERE language = ? ORDER BY seq DESC LIMIT 51");
  await core.call("history.list", {});
  for (let round = 0; round < rounds; round += 1) {
    // Interleaved, so that a busy machine slows all of them alike.
    const time = async (name: string, work: () => unknown) => {
      const startedAt = performance.now();
      await work();
      report.add(`history.${name}`, "ms", performance.now() - startedAt);
    };
    await time("plain indexed query", () => plain.all("python"));
    // What going to the store's thread and back takes, whatever is asked.
    await time("shortest answer", () => core.call("history.list", { size: 1 }));
    for (const [name, input] of Object.entries(pages)) await time(name, () => core.call("history.list", input));
    await time("one run whole", () => core.call("history.get", { seq: RUNS - round }));
    await time("status", () => core.call("history.status", {}));
    await time("count, filtered", () => core.call("history.count", { filter }));
    await time("insights of 30 days", () => core.call("metrics.summary", { days: 30 }));
  }
  const startedAt = performance.now();
  await core.call("audit.verify", {});
  report.add("history.audit.verify", "ms", performance.now() - startedAt);
  for (const name of Object.keys(pages)) {
    report.ratio(`history.${name} ÷ plain`, `history.${name}`, "history.plain indexed query");
  }
  db.close();
}
