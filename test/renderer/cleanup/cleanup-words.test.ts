import { expect, it } from "vitest";
import type { CleanupItem } from "#shared/monitor.ts";
import { toResultWords } from "../../../renderer/cleanup/cleanup-words.ts";

const item: CleanupItem = { kind: "image", id: "1", name: "1", sizeBytes: 1, reason: "" };
const failure = { item, message: "In use." };

it.each([
  [{ items: [item], totalBytes: 125_829_120, failures: [] }, "Freed 120 MB"],
  [{ items: [item, item], totalBytes: 0, failures: [] }, "Removed 2 things"],
  [{ items: [item], totalBytes: 1024, failures: [failure] }, "Freed 1 KB; 1 thing could not be removed"],
  [{ items: [], totalBytes: 0, failures: [failure] }, "Nothing could be removed"],
  [{ items: [], totalBytes: 0, failures: [] }, "There was nothing to remove"],
])("a clean-up comes to %s words", (report, words) => {
  expect(toResultWords(report)).toBe(words);
});
