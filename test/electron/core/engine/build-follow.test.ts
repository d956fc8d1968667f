import { expect, test } from "vitest";
import { createBuildFollow } from "../../../../electron/core/engine/build-follow.ts";
import { createBuildLogs } from "../../../../electron/core/engine/build-log.ts";

const say = (text: string) => ({ text, download: null });

test("Docker's steps, what they leave, and the time that passed", () => {
  let clock = 1_000;
  const follow = createBuildFollow(() => clock);
  follow.take(say("Step 1/3 : FROM python:3.11-slim-bookworm AS build"));
  follow.take(say(" ---> 589839ea8dd1"));
  follow.take(say("Step 2/3 : COPY a /a"));
  follow.take(say(" ---> Using cache"));
  follow.take(say(" ---> 04cd3dbcb2bd"));
  follow.take(say("Step 3/3 : RUN true"));
  follow.take(say(" ---> Running in 98591f47bc24"));
  clock = 3_500;
  expect(follow.take(say(" ---> 358c7c922d96"))).toEqual({
    ...{ step: 3, steps: 3, instruction: "RUN true", text: " ---> 358c7c922d96", download: null, elapsedMs: 2_500 },
  });
  // What a stage starts from is not ours, and a container is no image.
  expect(follow.stepIds()).toEqual(["04cd3dbcb2bd", "358c7c922d96"]);
  expect(follow.tail()).toContain("Running in");
});

test("Podman's steps", () => {
  const follow = createBuildFollow();
  follow.take(say("[1/2] STEP 1/4: FROM python:3.11-slim-bookworm AS build"));
  follow.take(say("[1/2] STEP 2/4: COPY a /a"));
  follow.take(say("--> 2cfa19c8e42"));
  expect(follow.position()).toEqual({ step: 2, steps: 4, instruction: "COPY a /a" });
  expect(follow.stepIds()).toEqual(["2cfa19c8e42"]);
});

test("downloads are summed over layers, until the next step", () => {
  const follow = createBuildFollow();
  const load = (layer: string, doneBytes: number) =>
    follow.take({ text: "Downloading", download: { layer, doneBytes, totalBytes: 100 } }).download;
  expect(load("a", 10)).toEqual({ doneBytes: 10, totalBytes: 100 });
  expect(load("b", 5)).toEqual({ doneBytes: 15, totalBytes: 200 });
  expect(load("a", 90)).toEqual({ doneBytes: 95, totalBytes: 200 });
  expect(follow.take(say("Step 2/2 : RUN true")).download).toBeNull();
});

test("a log keeps its end", async () => {
  const logs = createBuildLogs("/nowhere", 20);
  expect(await logs.read("python")).toBe("");
  logs.begin("python");
  for (const line of ["first line", "second line", "third"]) logs.add("python", line);
  expect(await logs.read("python")).toMatch(/too long to keep\nsecond line\nthird$/);
  logs.begin("python");
  expect(await logs.read("python")).toBe("");
});
