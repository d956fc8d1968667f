import { describe, expect, it } from "vitest";
import type { BuildProgress } from "#shared/images.ts";
import {
  addProgress,
  beginBuilds,
  type FolderBuild,
  MAX_LOG_LINES,
  toFolderPercent,
} from "../../../renderer/images/folder-builds.ts";
import { toAgeWords } from "../../../renderer/images/image-words.ts";

const progress = (change: Partial<BuildProgress>): BuildProgress => ({
  ...{ folder: "python", tag: "t", step: 1, steps: 4, instruction: null, text: "", download: null, elapsedMs: 0 },
  ...change,
});
const build = (change: Partial<BuildProgress>): FolderBuild => {
  const { python } = addProgress({}, progress(change));
  if (!python) throw new Error("No build.");
  return python;
};

describe("the log of a build", () => {
  it("has a line for a line, without blank ones", () => {
    expect(build({ text: "one\n\ntwo  \r\n" }).lines).toEqual([
      { id: 1, text: "one" },
      { id: 2, text: "two" },
    ]);
  });

  it("is bounded, and knows what it lacks", () => {
    let builds = beginBuilds({}, ["python"]);
    for (let index = 0; index < MAX_LOG_LINES + 50; index += 1)
      builds = addProgress(builds, progress({ text: `line ${index}` }));
    expect(builds.python?.lines).toHaveLength(MAX_LOG_LINES);
    expect(builds.python?.droppedLines).toBe(50);
    expect(builds.python?.lines[0]?.text).toBe("line 50");
  });

  it("begins anew with a build, and leaves those of other images alone", () => {
    const before = addProgress(addProgress({}, progress({ text: "a" })), progress({ folder: "node", text: "b" }));
    const after = beginBuilds(before, ["python"]);
    expect(after.python?.lines).toEqual([]);
    expect(after.node?.lines).toHaveLength(1);
  });
});

describe("how far a build is", () => {
  it.each<[string, Partial<BuildProgress>, number]>([
    ["before the first step", { step: 0, steps: 0 }, 0],
    ["in the first step", { step: 1 }, 0],
    ["in the third of four", { step: 3 }, 50],
    ["half through a download in the first", { step: 1, download: { doneBytes: 5, totalBytes: 10 } }, 13],
    ["with a download of no known size", { step: 2, download: { doneBytes: 5, totalBytes: 0 } }, 25],
  ])("%s", (_, change, percent) => {
    expect(toFolderPercent(build(change))).toBe(percent);
  });
});

describe("the age of an image", () => {
  const now = Date.parse("2026-07-01T12:00:00Z");
  it.each([
    ["2026-07-01T08:00:00Z", "built today"],
    ["2026-07-02T08:00:00Z", "built today"],
    ["2026-06-30T08:00:00Z", "1 day old"],
    ["2026-05-20T08:00:00Z", "42 days old"],
    ["2026-01-01T08:00:00Z", "5 months old"],
    ["2023-01-01T08:00:00Z", "3 years old"],
  ])("%s is %s", (createdAt, words) => {
    expect(toAgeWords(createdAt, now)).toBe(words);
  });
});
