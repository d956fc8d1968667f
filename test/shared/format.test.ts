import { describe, expect, it } from "vitest";
import { formatBytes, formatDuration } from "#shared/format.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [1023, "1023 bytes"],
    [1024, "1 KB"],
    [1536, "1.5 KB"],
    [10_240, "10 KB"],
    [51_200, "50 KB"],
    [1024 * 1024 - 1, "1 MB"],
    [128 * 1024 * 1024, "128 MB"],
    [1.25 * 1024 ** 3, "1.3 GB"],
  ])("%d → %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("formatDuration", () => {
  it.each([
    [0.2, "less than 1 ms"],
    [4.8, "5 ms"],
    [99.4, "99 ms"],
    [99.6, "0.1 s"],
    [1_250, "1.3 s"],
    [30_000, "30 s"],
    [59_990, "1 min"],
    [125_000, "2 min 5 s"],
  ])("%d → %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
