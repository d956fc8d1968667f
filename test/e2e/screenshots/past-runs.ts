import type { Outcome } from "#shared/run.ts";
import { createAuditTrail } from "../../../electron/core/store/history/audit-trail.ts";
import { inTransaction, openDatabase } from "../../../electron/core/store/history/database.ts";
import { createFlags } from "../../../electron/core/store/history/flags.ts";
import { toLimitHit } from "../../../electron/core/store/history/records.ts";
import { createRunWrites } from "../../../electron/core/store/history/run-writes.ts";
import { endOf, newRun, refusalOf } from "../../electron/core/store/history/sample-runs.ts";
import * as programs from "./programs.ts";

interface Past {
  entry: string;
  language: string;
  code: string;
  outcome: Outcome;
  stdout: string;
  stderr?: string;
}

const COLOURS = `from colorsys import hsv_to_rgb

for step in range(8):
    red, green, blue = (int(255 * part) for part in hsv_to_rgb(step / 8, 0.6, 0.9))
    print(f"\\033[38;2;{red};{green};{blue}m■ step {step}\\033[0m")
`;
const COLOURED = Array.from({ length: 8 }, (_, step) => `\u001b[3${(step % 6) + 1}m■ step ${step}\u001b[0m\n`).join("");
const TYPED = `interface Point { x: number; y: number }

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
console.log(distance({ x: 0, y: 0 }, { x: 3, y: 4 }));
`;
const TRACEBACK = `Traceback (most recent call last):
  File "/tmp/run/main.py", line 13, in <module>
    print("Together:", totl)
                       ^^^^
NameError: name 'totl' is not defined. Did you mean: 'total'?
`;

const LESSON: readonly Past[] = [
  {
    entry: "main.py",
    language: "python",
    code: programs.FINE,
    outcome: "completed",
    stdout: "Hello Ada\n1 × 3 = 3\n2 × 4 = 8\n3 × 5 = 15\n4 × 6 = 24\nTogether: 50\n",
  },
  {
    entry: "main.py",
    language: "python",
    code: programs.MISTAKE,
    outcome: "failed",
    stdout: "Hello Ada\n",
    stderr: TRACEBACK,
  },
  { entry: "colours.py", language: "python", code: COLOURS, outcome: "completed", stdout: COLOURED },
  {
    entry: "main.js",
    language: "javascript",
    code: programs.HELLO_NODE,
    outcome: "completed",
    stdout: "Hello from linux\nProcessors: 2\n",
  },
  { entry: "points.ts", language: "typescript", code: TYPED, outcome: "completed", stdout: "5\n" },
  { entry: "collatz.py", language: "python", code: programs.ENDLESS, outcome: "time_limit", stdout: "" },
  {
    entry: "sheep.py",
    language: "python",
    code: programs.STREAM,
    outcome: "cancelled",
    stdout: "40 sheep\n39 …\n38 …\n",
  },
  { entry: "main.py", language: "python", code: programs.GREETING, outcome: "completed", stdout: "Who? Hello Grace\n" },
  {
    entry: "squares.py",
    language: "python",
    code: programs.GREEDY,
    outcome: "memory_limit",
    stdout: "Collecting squares …\n",
  },
  {
    entry: "chatty.py",
    language: "python",
    code: programs.CHATTY,
    outcome: "output_limit",
    stdout: "Round 1\n".repeat(1_280),
  },
];

const HOUR_MS = 3_600_000;
const RULE = { runs: 5, withinMs: 10 * 60_000 };

/** Fills the history of a home folder with what a class leaves behind in `days` days, the newest a minute ago. Answers how many runs. */
export function leavePast(home: string, days: number, perDay: number): number {
  const db = openDatabase(home);
  const writes = createRunWrites(db, { process: "past", installation: "past" });
  const flags = createFlags(db);
  const trail = createAuditTrail(db, home);
  let left = 0;
  inTransaction(db, () => {
    for (let day = days - 1; day >= 0; day -= 1) {
      // Two lessons a week are longer, and nobody comes on Sundays.
      const date = new Date(Date.now() - day * 24 * HOUR_MS);
      const runs = date.getDay() === 0 ? 0 : perDay + ((day * 7) % 5) * 3;
      for (let index = 0; index < runs; index += 1) addRun(date.getTime() - (runs - index) * 71_000, day * 13 + index);
    }
  });
  trail.anchor();
  db.close();
  return left;

  function addRun(at: number, number: number): void {
    const past = LESSON[number % LESSON.length] as Past;
    const { entry, language, code, outcome, stdout, stderr = "" } = past;
    const source = number % 17 === 3 ? "http" : number % 11 === 5 ? "cli" : "window";
    const backend = number % 41 === 7 ? "local" : "docker";
    const files = [
      { path: entry, content: code },
      ...(code.includes("import shapes") ? [{ path: "shapes.py", content: programs.SHAPES }] : []),
    ];
    const isRefused = number % 53 === 11;
    const run = newRun({ at, language, source, backend: isRefused ? null : backend, entry, files });
    const seq = writes.begin(run);
    trail.append("run.accepted", source, { seq }, at);
    left += 1;
    if (isRefused) {
      writes.end(seq, refusalOf(run, "rate_limited"));
      trail.append("run.refused", source, { seq }, at);
      return;
    }
    if (number % 97 === 13) {
      writes.interrupt(() => false);
      trail.append("run.interrupted", "sandpit", { seq }, at);
      return;
    }
    const warm = number % 6 !== 0;
    const firstOutputMs = stdout === "" ? null : warm ? 5 + (number % 9) : 320 + (number % 90);
    const wallMs = outcome === "time_limit" ? 30_004 : outcome === "cancelled" ? 2_431 : 60 + ((number * 37) % 900);
    const fields = {
      outcome,
      stdout,
      stderr,
      warm,
      firstOutputMs,
      wallMs,
      peakMemoryBytes: 14_155_776 + number * 4_096,
    };
    const image = {
      tag: `learning-platform-${language === "python" ? "python" : "node"}-executor:latest`,
      id: `sha256:${"4be1d7a90c53f2e8".repeat(4)}`,
    };
    const end = endOf(run, { ...fields, cpuMs: wallMs / 2, image: backend === "docker" ? image : null });
    writes.end(seq, {
      ...end,
      pieces: [
        [0, stdout.length],
        [1, stderr.length],
      ],
    });
    const kind = end.result && toLimitHit(end.result);
    if (kind) flags.met(source, kind, end.at, { ...RULE, withinMs: 500 * RULE.withinMs });
    trail.append("run.finished", source, { seq }, at);
  }
}
