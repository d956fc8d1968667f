import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import { locateEngine } from "../../electron/core/engine/locate.ts";
import { INSTALLATION_LABEL, toSandboxSpec } from "../../electron/core/run/sandbox-spec.ts";
import { openReadyCore, type TestCore, toRequest } from "../engine/open-core.ts";
import { realInterpreter, type Timing, timeCommand, toDockerRun } from "./peers.ts";
import type { BenchReport } from "./report.ts";

const HELLO = {
  python: {
    file: "main.py",
    code: 'print("Hello, world!")\n',
    inline: ["python3", "-c", 'print("Hello, world!")'],
    host: "python3",
  },
  node: {
    file: "main.js",
    code: 'console.log("Hello, world!");\n',
    inline: ["node", "-e", 'console.log("Hello, world!")'],
    host: "node",
  },
} as const;
const SUSTAINED_RUNS = 40;

/** Measures runs on the real engine. Without one, only the host's own interpreters are measured, and it says so. */
export async function inEngine(report: BenchReport, rounds: number): Promise<void> {
  const surroundings = {
    platform: process.platform,
    env: process.env,
    home: tmpdir(),
    uid: process.getuid?.() ?? null,
  };
  const { engine, status } = await locateEngine(surroundings);
  if (!engine) {
    console.error(`No engine: ${status.state === "unavailable" ? status.message : ""} There is nothing to measure.`);
    process.exitCode = 1;
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "sandpit-bench-"));
  const warm = await openReadyCore({ poolSize: 1 });
  const cold = await openReadyCore({ poolSize: 0, home: warm.home });
  try {
    for (const [name, { file, code, inline, host }] of Object.entries(HELLO)) {
      const language = LANGUAGES.find(({ imageFolder }) => imageFolder === name) as Language;
      const script = join(folder, file);
      await writeFile(script, code);
      const interpreter = await realInterpreter(host);
      const image = (await warm.call("images.list", {})).find(({ folder: of }) => of === name)?.id ?? "";
      const dockerRun = toDockerRun(
        toSandboxSpec(language, image, DEFAULT_LIMITS, { installation: "", instance: "" }, engine.identity.product),
        inline,
      );
      const peers: Record<string, () => Promise<Timing>> = {
        warm: async () => {
          await untilWarm(warm, language.id);
          return timeRun(warm, file, code, true);
        },
        cold: () => timeRun(cold, file, code, false),
        dockerRun: () => timeCommand("docker", dockerRun),
        hostSpawn: () => timeCommand(interpreter, [script]),
      };
      await warm.call("pool.prepare", { language: language.id });
      for (const measure of Object.values(peers)) await measure(); // not counted: fills the caches
      for (let round = 0; round < rounds; round += 1) {
        for (const [peer, measure] of Object.entries(peers)) {
          const { firstOutputMs, completionMs } = await measure();
          report.add(`${name}.${peer}.firstOutput`, "ms", firstOutputMs);
          report.add(`${name}.${peer}.completion`, "ms", completionMs);
        }
      }
      for (const what of ["firstOutput", "completion"]) {
        report.ratio(`${name}.${what}.vsHostSpawn`, `${name}.warm.${what}`, `${name}.hostSpawn.${what}`);
        report.ratio(`${name}.${what}.vsDockerRun`, `${name}.warm.${what}`, `${name}.dockerRun.${what}`);
        report.ratio(`${name}.${what}.coldVsDockerRun`, `${name}.cold.${what}`, `${name}.dockerRun.${what}`);
      }
    }

    await untilWarm(warm, "python");
    const installation = (await readFile(join(warm.home, "installation-id"), "utf8")).trim();
    for (const { id, labels } of await engine.listByLabel(`${INSTALLATION_LABEL}=${installation}`)) {
      const { titles, rows } = await engine.processes(id, "pid,rss");
      const kibibytes = rows.reduce((sum, row) => sum + Number(row[titles.indexOf("RSS")]), 0);
      const name = labels["sandpit.image"]?.includes("python") ? "python" : "node";
      report.add(`${name}.warm.residentMemory`, "MB", kibibytes / 1024);
    }
    await sustain(report, warm);
  } finally {
    await cold.close();
    await warm.close();
    await rm(folder, { recursive: true, force: true });
    await rm(warm.home, { recursive: true, force: true });
  }
}

/** Waits until a sandbox waits, and the machine has calmed down after starting it. */
async function untilWarm({ call, core }: TestCore, language: string): Promise<void> {
  const isWarm = async () => ((await call("app.status", {})).warm[language] ?? 0) > 0;
  await new Promise<void>((resolve) => {
    const check = () =>
      void isWarm().then((ready) => {
        if (!ready) return;
        off();
        resolve();
      });
    const off = core.events.on("pool.changed", check);
    check();
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
}

async function timeRun({ call, core }: TestCore, file: string, code: string, warm: boolean): Promise<Timing> {
  const request = toRequest({ files: { [file]: code }, stdin: "" });
  let firstOutputMs = Number.NaN;
  const startedAt = performance.now();
  const off = core.events.on("run.output", () => {
    if (Number.isNaN(firstOutputMs)) firstOutputMs = performance.now() - startedAt;
  });
  const result = await call("run.start", request);
  const completionMs = performance.now() - startedAt;
  off();
  if (result.stdout !== "Hello, world!\n" || result.warm !== warm)
    throw new Error(`Not the run that was to be measured: ${JSON.stringify(result)}`);
  return { firstOutputMs, completionMs };
}

/** How many runs a second the machine keeps up, with as many at a time as there are processors. */
async function sustain(report: BenchReport, { run }: TestCore): Promise<void> {
  const startedAt = performance.now();
  let left = SUSTAINED_RUNS;
  const worker = async () => {
    while (left-- > 0) await run({ files: { "main.py": HELLO.python.code }, stdin: "" });
  };
  await Promise.all([worker(), worker()]);
  report.add("python.sustained", "runs/s", SUSTAINED_RUNS / ((performance.now() - startedAt) / 1000));
}
