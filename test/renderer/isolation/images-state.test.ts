import { describe, expect, it } from "vitest";
import {
  type ImagesAction,
  reduceImages,
  toBuildPercent,
  UNKNOWN_IMAGES,
} from "../../../renderer/isolation/images-state.ts";
import { toImages } from "../fake-bridge.ts";

const run = (...actions: ImagesAction[]) => actions.reduce(reduceImages, UNKNOWN_IMAGES);
const begun: ImagesAction = { type: "buildBegun", tags: ["a", "b"] };
const step = (tag: string, number: number, text = ""): ImagesAction => ({
  type: "progressed",
  progress: { folder: tag, tag, step: number, steps: 4, text, instruction: null, download: null, elapsedMs: 0 },
});

const downloading = (tag: string, doneBytes: number, totalBytes: number): ImagesAction => ({
  type: "progressed",
  progress: {
    ...{ folder: tag, tag, step: 1, steps: 4, text: "", instruction: "FROM python:3.11", elapsedMs: 0 },
    download: { doneBytes, totalBytes },
  },
});

describe("reduceImages", () => {
  it.each<[string, ImagesAction[], number]>([
    ["nothing yet", [begun], 0],
    ["before the first step", [begun, step("a", 0)], 0],
    ["while half of the base image of the first of two has come", [begun, downloading("a", 32, 64)], 7],
    ["in the third of four steps of the first of two", [begun, step("a", 3)], 25],
    ["in the first step of the second", [begun, step("a", 4), step("b", 1)], 50],
    ["in the last step", [begun, step("a", 4), step("b", 4)], 88],
    ["of an image that nobody announced", [{ type: "buildBegun", tags: [] }, step("c", 3)], 50],
  ])("percentage: %s", (_, actions, percent) => {
    expect(toBuildPercent(run(...actions).build)).toBe(percent);
  });

  it("keeps a bounded log without blank lines", () => {
    const many = Array.from({ length: 900 }, (_, index) => step("a", 1, index % 2 ? "\n" : `line ${index}\n`));
    const { log } = run(begun, ...many, ...many).build;
    expect(log).toHaveLength(500);
    expect(log.at(-1)?.text).toBe("line 898");
    expect(new Set(log.map(({ id }) => id)).size).toBe(500);
  });

  it("takes a cancelled build for no failure", () => {
    const cancelled = { code: "cancelled", message: "Cancelled." } as const;
    expect(run(begun, { type: "buildEnded", failure: cancelled }).build).toMatchObject({
      running: false,
      failure: null,
    });
    const failed = { code: "image_build_failed", message: "No." } as const;
    expect(run(begun, { type: "buildEnded", failure: failed }).build.failure).toEqual(failed);
  });

  it("replaces an image that has changed", () => {
    const [python] = toImages("ready");
    const state = run(
      { type: "listed", images: toImages("missing") },
      ...(python ? [{ type: "changed" as const, image: python }] : []),
    );
    expect(state.images?.map(({ state: image }) => image).sort()).toEqual(["missing", "ready"]);
  });
});
