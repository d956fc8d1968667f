import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LANGUAGES } from "#shared/languages.ts";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import type { Attachment, ContainerState, Engine } from "../../../../electron/core/engine/engine.ts";
import { createSandbox } from "../../../../electron/core/run/sandbox.ts";
import { createSandboxLedger } from "../../../../electron/core/run/sandbox-ledger.ts";
import { toSandboxSpec } from "../../../../electron/core/run/sandbox-spec.ts";
import { sweepOrphans } from "../../../../electron/core/run/sweep.ts";
import { READY_LINE } from "../../../../electron/core/run/wire.ts";

/** A sandbox on an engine whose every answer is the test's to give, loaded with a program. */
async function loadProgram() {
  const [language] = LANGUAGES;
  if (!language) throw new Error("there is no language");
  const closed = Promise.withResolvers<void>();
  const exit = Promise.withResolvers<number>();
  let state: ContainerState = { running: true, exitCode: 0, oomKilled: false };
  const attachment: Attachment = {
    write: async () => {},
    end: () => {},
    onOutput: (listener) => listener("stdout", READY_LINE),
    closed: closed.promise,
    destroy: () => {},
  };
  const engine = {
    createContainer: async () => "c1",
    attach: async () => attachment,
    start: async () => {},
    wait: () => exit.promise,
    inspect: async () => state,
    usage: async () => null,
  } satisfies Partial<Engine>;
  const owner = { installation: "here", instance: "1-a" };
  const sandbox = await createSandbox(
    engine as Partial<Engine> as Engine,
    toSandboxSpec(language, "sha256:abc", DEFAULT_LIMITS, owner, "Docker"),
    { ledger: createSandboxLedger() },
  );
  const guest = sandbox.load({ language, entry: "main.py", files: [], sourceMaps: false });
  return {
    exited: guest.exited,
    close: () => closed.resolve(),
    exit,
    end: (exitCode: number) => {
      state = { ...state, running: false, exitCode };
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const LOST = {
  code: "docker_unavailable",
  message: expect.stringMatching(/was lost while the program ran.*not complete.*Run it again/),
};

describe("the end of a program in a sandbox", () => {
  test("is not known where its connection ends and the container goes on", async () => {
    const { exited, close } = await loadProgram();
    const refused = expect(exited).rejects.toMatchObject(LOST);
    close();
    await vi.runAllTimersAsync();
    await refused;
  });

  test("is not known where the engine's answer about the exit is lost", async () => {
    const { exited, exit } = await loadProgram();
    exit.reject(Object.assign(new Error("aborted"), { code: "ECONNRESET" }));
    await expect(exited).rejects.toMatchObject(LOST);
  });

  test("is what the engine says a moment after the end of the output", async () => {
    const { exited, close, exit } = await loadProgram();
    close();
    await vi.advanceTimersByTimeAsync(1_000);
    exit.resolve(3);
    expect(await exited).toEqual({ exitCode: 3, oomKilled: false });
  });

  test("is asked for again where a busy engine does not know of it yet, and never says", async () => {
    const { exited, close, end } = await loadProgram();
    close();
    await vi.advanceTimersByTimeAsync(3_000);
    end(4);
    await vi.runAllTimersAsync();
    expect(await exited).toEqual({ exitCode: 4, oomKilled: false });
  });
});

test("a container whose creation was never answered goes with the next sweep, and no other", async () => {
  const [language] = LANGUAGES;
  if (!language) throw new Error("there is no language");
  const there = new Map<string, Record<string, string>>();
  let isCut = true;
  const engine = {
    async createContainer({ Labels }) {
      const id = `c${there.size}`;
      there.set(id, Labels ?? {});
      if (isCut) throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
      return id;
    },
    listByLabel: async () => [...there].map(([id, labels]) => ({ id, labels, running: false })),
    attach: () => new Promise<never>(() => {}),
    remove: async (id) => void there.delete(id),
  } satisfies Partial<Engine>;
  const instance = { installation: "here", id: "1-a", folder: "", alive: async () => ({ has: () => true }) };
  const ledger = createSandboxLedger();
  const spec = toSandboxSpec(
    language,
    "sha256:abc",
    DEFAULT_LIMITS,
    { installation: "here", instance: "1-a" },
    "Docker",
  );
  const create = () => createSandbox(engine as Partial<Engine> as Engine, spec, { ledger });
  await expect(create()).rejects.toMatchObject({ code: "docker_unavailable" });
  isCut = false;
  void create();
  await vi.advanceTimersByTimeAsync(0);
  expect([...there.keys()]).toEqual(["c0", "c1"]);
  const release = async () => {};
  expect(await sweepOrphans(engine as Partial<Engine> as Engine, { ...instance, release }, ledger)).toBe(1);
  expect([...there.keys()]).toEqual(["c1"]);
});
