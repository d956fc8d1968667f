// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { toList, toPercent, toProgressWords } from "../../../renderer/bundle/bundle-words.ts";
import { openSamples } from "../../../renderer/bundle/open-samples.ts";
import { createStores } from "../../../renderer/session/stores.ts";

describe("what a bundle's progress is called", () => {
  const MIB = 1024 * 1024;
  const progress = { doneBytes: 3 * MIB, totalBytes: 12 * MIB, elapsedMs: 5 };
  test.each([
    ["saving", "3 MB of about 12 MB"],
    ["examining", "3 MB of 12 MB"],
    ["placing", ""],
  ] as const)("%s: %s", (phase, amount) => {
    expect(toProgressWords({ phase, ...progress }).amount).toBe(amount);
  });

  test("it is a share of what there is, and nothing of nothing", () => {
    expect(toPercent({ phase: "saving", ...progress })).toBe(25);
    expect(toPercent({ phase: "saving", ...progress, totalBytes: 0 })).toBe(0);
  });
});

test.each([
  [[], ""],
  [["C"], "C"],
  [["C", "Lua"], "C and Lua"],
  [["C", "Lua", "Go"], "C, Lua and Go"],
])("%j is listed as %j", (words, list) => {
  expect(toList(words)).toBe(list);
});

test("programs of a bundle open under their names, unless another has it", () => {
  const stores = createStores();
  const sample = { language: "python", name: "task.py", content: "print()" };
  openSamples({ stores }, [sample, sample, { ...sample, language: "unknown" }]);
  const { drafts } = stores.workspace.getState();
  expect(drafts.map(({ name }) => name)).toEqual(["task.py", "main.py"]);
  expect(drafts.every(({ content, file }) => content === "print()" && file === null)).toBe(true);
});
