import { describe, expect, test } from "vitest";
import type { Failure } from "#shared/errors.ts";
import { SandpitError } from "#shared/errors.ts";
import { LANGUAGES, type Language } from "#shared/languages.ts";
import { DEFAULT_LIMITS, type Limits } from "#shared/limits.ts";
import type { RunRequest } from "#shared/run.ts";
import { createEventBus } from "../../../../electron/core/event-bus.ts";
import type { Job, RunJob } from "../../../../electron/core/run/backend.ts";
import { createExecutor } from "../../../../electron/core/run/executor.ts";
import { createQueue } from "../../../../electron/core/run/queue.ts";

const [language] = LANGUAGES as unknown as [Language];
const files = [{ path: language.entry, content: "1" }];
const toRequest = (id: string, rest: Partial<RunRequest> = {}): RunRequest => ({
  ...{ id, language: language.id, files, ...rest },
});
const DONE = {
  ...{
    outcome: "completed" as const,
    exitCode: 0,
    signal: null,
    stdout: "",
    stderr: "",
    wallMs: 1,
    firstOutputMs: null,
  },
  ...{ truncated: { stdout: false, stderr: false }, peakMemoryBytes: null, cpuMs: null },
};

/** An executor for one program at a time, whose programs end when the test says so. */
function open({ end = async () => DONE }: { end?: (job: Job) => Promise<typeof DONE> } = {}) {
  const now = { limits: DEFAULT_LIMITS as Limits, refusal: null as SandpitError | null, grants: 0 };
  const told: [string, string][] = [];
  const jobs: Job[] = [];
  const refusals: Failure[] = [];
  const events = createEventBus(() => {});
  events.onAny((name, payload) => told.push([name, (payload as { id: string }).id]));
  const run: RunJob = async (job) => {
    const start = { backend: "docker" as const, warm: false, image: null };
    jobs.push(job);
    job.onStarted(start);
    return { ...start, end: await end(job) };
  };
  const executor = createExecutor({
    languageOf: () => language,
    async grantLimits(asked) {
      now.grants += 1;
      if (now.refusal) throw now.refusal;
      return { ...now.limits, ...(asked as Partial<Limits>) };
    },
    checkRate: () => {},
    record: () => ({
      begin: async () => {},
      typed: () => {},
      printed: () => {},
      finish: async () => {},
      refuse: (failure) => void refusals.push(failure),
    }),
    queue: createQueue(() => ({ concurrency: 1, waiting: 5 })),
    chooseBackend: async () => ({ backend: "docker", run }),
    events,
  });
  const ask = (id: string, rest?: Partial<RunRequest>) => executor.run(toRequest(id, rest), "window", () => false);
  return { executor, ask, now, told, jobs, refusals };
}

describe("a run that has to wait for its turn", () => {
  /** One that runs until it is let go, and one behind it. */
  async function openBusy(rest?: Partial<RunRequest>) {
    const gate = Promise.withResolvers<typeof DONE>();
    const opened = open({ end: ({ runId }) => (runId === "first" ? gate.promise : Promise.resolve(DONE)) });
    const first = opened.ask("first");
    await expect.poll(() => opened.jobs.length).toBe(1);
    const second = opened.ask("second", rest);
    await expect.poll(() => opened.now.grants).toBe(2);
    return { ...opened, first, second, letGo: () => gate.resolve(DONE) };
  }

  test("gets the limits that are in force by then; one that did not wait is asked for once", async () => {
    const { now, jobs, first, second, letGo } = await openBusy();
    now.limits = { ...DEFAULT_LIMITS, wallMs: 1_000 };
    letGo();
    expect((await first).limits.wallMs).toBe(DEFAULT_LIMITS.wallMs);
    expect((await second).limits.wallMs).toBe(1_000);
    expect(jobs[1]?.limits.wallMs).toBe(1_000);
    expect(now.grants).toBe(3);
  });

  test("is refused where it may not have what it asked for any more, and where its files are too large by then", async () => {
    for (const change of ["refusal", "size"] as const) {
      const { now, jobs, refusals, second, letGo } = await openBusy({ limits: { wallMs: 20_000 } });
      if (change === "refusal") now.refusal = new SandpitError("policy_forbids", "Ask for less.");
      else now.limits = { ...DEFAULT_LIMITS, codeBytes: 0 };
      letGo();
      const code = change === "refusal" ? "policy_forbids" : "invalid_input";
      await expect(second).rejects.toMatchObject({ code });
      expect(refusals).toMatchObject([{ code }]);
      expect(jobs.map(({ runId }) => runId)).toEqual(["first"]);
    }
  });

  test("and is stopped meanwhile, has ended without having begun", async () => {
    const { executor, told, first, second, letGo } = await openBusy();
    executor.stop("second");
    expect(await second).toMatchObject({ outcome: "cancelled", exitCode: null, wallMs: 0 });
    letGo();
    await first;
    expect(told.filter(([, id]) => id === "second")).toEqual([["run.finished", "second"]]);
  });
});

test("a run that began and cannot be brought to its end is told of once, and its caller is told why", async () => {
  const { ask, told, refusals } = open({
    end: () => Promise.reject(new SandpitError("docker_unavailable", "It has gone.")),
  });
  await expect(ask("lost")).rejects.toMatchObject({ code: "docker_unavailable" });
  expect(told).toEqual([
    ["run.started", "lost"],
    ["run.lost", "lost"],
  ]);
  expect(refusals).toMatchObject([{ code: "docker_unavailable" }]);
});

test("a run that is refused before it began is told of to nobody but its caller", async () => {
  const { ask, now, told } = open();
  now.refusal = new SandpitError("policy_forbids", "No.");
  await expect(ask("refused")).rejects.toMatchObject({ code: "policy_forbids" });
  expect(told).toEqual([]);
});
