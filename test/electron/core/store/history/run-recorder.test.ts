import { afterEach, expect, it, vi } from "vitest";
import { DEFAULT_LIMITS } from "#shared/limits.ts";
import { createRunRecorder, type RunRecorderOptions } from "../../../../../electron/core/store/history/run-recorder.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("gives a refusal a record of its own where that on which it would be counted is gone", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "performance"] });
  const calls: string[] = [];
  const answers: Record<string, () => unknown> = {
    end: () => ({ seq: 1, entry: null, flag: null }),
    repeat: () => null,
  };
  const call = async (method: string) => {
    calls.push(method);
    return answers[method]?.();
  };
  const recorder = createRunRecorder({
    store: { call: call as RunRecorderOptions["store"]["call"], open() {} },
    circumstances: () => ({
      ...{ backendPolicy: "auto", limits: DEFAULT_LIMITS, policyBy: null, abuse: { runs: 0, withinMs: 0 } },
    }),
    ...{ onRecorded() {}, onFlagged() {}, onStored() {}, onFailed() {} },
  });
  const refuse = (times: number) => {
    for (let count = 0; count < times; count += 1) {
      const request = { id: `run-${count}`, language: "python", files: [{ path: "main.py", content: "1" }] };
      recorder.open(request, "http").refuse({ code: "rate_limited", message: "Too many." });
    }
  };
  refuse(12);
  await recorder.settled();
  expect(calls).toEqual([...Array.from({ length: 10 }, () => "end"), "repeat"]);
  calls.length = 0;
  refuse(3);
  await recorder.settled();
  expect(calls).toEqual(["end", "repeat"]);
});
