import { expect, test } from "vitest";
import type { ContainerEvent, Engine } from "../../../../electron/core/engine/engine.ts";
import { createContainerTracker } from "../../../../electron/core/monitor/container-tracker.ts";

/** An engine whose answers come when the test says so: no real one can be made to answer late. */
function createSlowEngine() {
  const questions: { id: string; answer: (status: string | null) => void }[] = [];
  let lists = 0;
  let send: (event: ContainerEvent) => void = () => {};
  const opened = Promise.withResolvers<void>();
  const engine = {
    async followContainers({ signal, onOpen, onEvent }: Parameters<Engine["followContainers"]>[0]) {
      send = onEvent;
      onOpen();
      opened.resolve();
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    },
    async listContainers() {
      lists += 1;
      return [];
    },
    inspectContainer: (id: string) =>
      new Promise((resolve) => {
        questions.push({
          id,
          answer: (Status) =>
            resolve(
              Status && {
                Id: id,
                Name: `/${id}`,
                Created: "2026-01-01T00:00:00Z",
                State: { Status },
                Config: {},
                HostConfig: {},
              },
            ),
        });
      }),
  } as unknown as Engine;
  const happen = (action: string, id: string) => send({ action, id, attributes: {} });
  return { engine, questions, happen, opened: opened.promise, lists: () => lists };
}

/** Lets everything that is ready go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function follow() {
  const slow = createSlowEngine();
  const tracker = createContainerTracker({ onListed: () => {}, onChanged: () => {} });
  const stop = new AbortController();
  void tracker.follow(slow.engine, null, stop.signal);
  await slow.opened;
  await settle();
  return { ...slow, tracker, stop };
}

test("fifty that start at once cost one question each, and no second list", async () => {
  const { happen, questions, lists, tracker, stop } = await follow();
  const ids = Array.from({ length: 50 }, (_, index) => `c${index}`);
  for (const id of ids) happen("create", id);
  expect(questions.map(({ id }) => id)).toEqual(ids);
  for (const { answer } of questions) answer("created");
  await settle();
  for (const id of ids) happen("start", id);
  expect(questions).toHaveLength(50);
  expect(lists()).toBe(1);
  expect(tracker.all().map(({ state }) => state)).toEqual(ids.map(() => "running"));
  stop.abort();
});

test("an answer that is older than an event is asked for again", async () => {
  const { happen, questions, tracker, stop } = await follow();
  happen("create", "a");
  happen("start", "a");
  questions[0]?.answer("created");
  await settle();
  expect(questions).toHaveLength(2);
  questions[1]?.answer("running");
  await settle();
  expect(tracker.get("a")?.state).toBe("running");
  stop.abort();
});

test("one that is removed while it is asked after does not come back to life", async () => {
  const { happen, questions, tracker, stop } = await follow();
  happen("create", "a");
  happen("destroy", "a");
  questions[0]?.answer("running");
  await settle();
  expect(tracker.get("a")?.state).toBe("removed");
  happen("create", "b");
  questions[1]?.answer(null);
  await settle();
  expect(tracker.get("b")).toBeUndefined();
  stop.abort();
});
