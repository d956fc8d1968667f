import { expect, test } from "vitest";
import { type LayeredImage, toFreedBytes } from "../../../../electron/core/monitor/freed-bytes.ts";

const image = (id: string, ...layers: [digest: string, size: number][]): LayeredImage => ({
  ...{ id, layers: layers.map(([digest]) => digest) },
  // A history also has steps without a layer.
  sizes: [0, ...layers.map(([, size]) => size), 0],
});
const freed = (images: LayeredImage[], ...going: string[]) => Object.fromEntries(toFreedBytes(images, new Set(going)));

test("what another image stands on stays", () => {
  const images = [image("base", ["a", 100]), image("old", ["a", 100], ["b", 20])];
  expect(freed(images, "old")).toEqual({ old: 20 });
});
test("what several going images share is counted once", () => {
  const images = [image("one", ["a", 100], ["b", 20]), image("two", ["a", 100], ["c", 3])];
  expect(freed(images, "one", "two")).toEqual({ one: 120, two: 3 });
});
test("the same layer on another one is another one", () => {
  const images = [image("stays", ["x", 1], ["b", 20]), image("goes", ["a", 100], ["b", 20])];
  expect(freed(images, "goes")).toEqual({ goes: 120 });
});
test("an equal image that stays leaves nothing to free", () => {
  const images = [image("stays", ["a", 100]), image("goes", ["a", 100])];
  expect(freed(images, "goes")).toEqual({ goes: 0 });
});
