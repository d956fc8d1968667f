import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { CommandInput } from "#shared/contract.ts";
import { openTestCore, type TestCore } from "../engine/open-core.ts";
import { leaveManyRuns, RUNS } from "./many-runs.ts";
import type { BenchReport } from "./report.ts";

const NOWHERE = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };

/** What a page of a history of 100,000 runs takes, beside a plain query on an index of the same database. */
export async function history(report: BenchReport, rounds: number): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "sandpit-bench-history-"));
  try {
    const startedAt = performance.now();
    leaveManyRuns(home);
    report.add("history.fill", "s", (performance.now() - startedAt) / 1000);
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
    "text that is everywhere, few match": { filter: { languages: ["ruby"], text: "print(" } },
    "two letters that are everywhere": { filter: { text: "in" } },
    "two letters that are nowhere": { filter: { text: "ß∂" } },
    "two letters, few match": { filter: { languages: ["ruby"], text: "in" } },
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
