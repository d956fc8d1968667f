import { describe, expect, test } from "vitest";
import { createQueue } from "../../../../electron/core/run/queue.ts";

const never = new AbortController().signal;
const gate = () => Promise.withResolvers<void>();

describe("the queue", () => {
  test("runs as many at a time as it may, first come, first served", async () => {
    const queue = createQueue(() => ({ concurrency: 2, waiting: 5 }));
    const gates = [gate(), gate(), gate(), gate()];
    const begun: number[] = [];
    const runs = gates.map(({ promise }, index) =>
      queue.run(() => {
        begun.push(index);
        return promise;
      }, never),
    );
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    gates[1]?.resolve();
    await runs[1];
    expect(begun).toEqual([0, 1, 2]);
    for (const { resolve } of gates) resolve();
    await Promise.all(runs);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  test("refuses at once when too many wait, and goes on after a failure", async () => {
    const queue = createQueue(() => ({ concurrency: 1, waiting: 1 }));
    const { promise, reject } = gate();
    const failing = queue.run(() => promise, never);
    const waiting = queue.run(async () => "later", never);
    await expect(queue.run(async () => "refused", never)).rejects.toMatchObject({ code: "queue_full" });
    reject(new Error("failed"));
    await expect(failing).rejects.toThrow("failed");
    await expect(waiting).resolves.toBe("later");
  });

  test.each([
    [[], 1, 0, 1_000, "1 program is running and no programs are waiting, as many as may. Try again in about 1 s."],
    [[200], 1, 1, 1_000, "1 program is running and 1 program is waiting, as many as may. Try again in about 1 s."],
    [
      [6_000, 8_000],
      2,
      2,
      3_500,
      "2 programs are running and 2 programs are waiting, as many as may. Try again in about 4 s.",
    ],
    [
      [600_000],
      1,
      0,
      60_000,
      "1 program is running and no programs are waiting, as many as may. Try again in about 1 min.",
    ],
  ])(
    "after tasks of %j ms, with %i at a time and %i waiting, tells %i ms to wait",
    async (took, concurrency, bound, retryAfterMs, message) => {
      let now = 0;
      const queue = createQueue(
        () => ({ concurrency, waiting: bound }),
        () => now,
      );
      for (const ms of took) {
        await queue.run(async () => {
          now += ms;
        }, never);
      }
      const { promise, resolve } = gate();
      const others = Array.from({ length: concurrency + bound }, () => queue.run(() => promise, never));
      await expect(queue.run(async () => "refused", never)).rejects.toMatchObject({
        code: "queue_full",
        message,
        details: { retryAfterMs },
      });
      resolve();
      await Promise.all(others);
    },
  );

  test("lets go of a task that is cancelled while it waits", async () => {
    const queue = createQueue(() => ({ concurrency: 1, waiting: 1 }));
    const { promise, resolve } = gate();
    const first = queue.run(() => promise, never);
    const stop = new AbortController();
    const waiting = queue.run(async () => "never", stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
    const next = queue.run(async () => "next", never);
    resolve();
    await first;
    await expect(next).resolves.toBe("next");
  });

  test("does not begin, and gives no place to, a task that was stopped before it came", async () => {
    const queue = createQueue(() => ({ concurrency: 1, waiting: 1 }));
    const stopped = AbortSignal.abort();
    await expect(queue.run(async () => "never", stopped)).rejects.toMatchObject({ code: "cancelled" });
    const { promise, resolve } = gate();
    const first = queue.run(() => promise, never);
    await expect(queue.run(async () => "never", stopped)).rejects.toMatchObject({ code: "cancelled" });
    const next = queue.run(async () => "next", never);
    resolve();
    await first;
    await expect(next).resolves.toBe("next");
  });

  test("tells a task whether it had to wait", async () => {
    const queue = createQueue(() => ({ concurrency: 1, waiting: 1 }));
    const toAnswer = async (hasWaited: boolean) => hasWaited;
    const answers = await Promise.all([queue.run(toAnswer, never), queue.run(toAnswer, never)]);
    expect(answers).toEqual([false, true]);
  });

  test("takes on more, or fewer, as soon as its bounds change", async () => {
    let concurrency = 1;
    const queue = createQueue(() => ({ concurrency, waiting: 5 }));
    const gates = [gate(), gate(), gate(), gate()];
    const begun: number[] = [];
    const runs = gates.map(({ promise }, index) =>
      queue.run(() => {
        begun.push(index);
        return promise;
      }, never),
    );
    concurrency = 3;
    queue.widened();
    await Promise.resolve();
    expect(begun).toEqual([0, 1, 2]);
    concurrency = 1;
    gates[0]?.resolve();
    await runs[0];
    expect(begun).toEqual([0, 1, 2]);
    for (const { resolve } of gates) resolve();
    await Promise.all(runs);
    expect(begun).toEqual([0, 1, 2, 3]);
  });
});
