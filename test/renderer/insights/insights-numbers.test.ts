import { expect, test } from "vitest";
import { toDayParts, toPercentWords, toSpread } from "../../../renderer/insights/insights-numbers.ts";

test("a share of nothing is no number", () => {
  expect([toPercentWords(1, 3), toPercentWords(0, 5), toPercentWords(0, 0)]).toEqual(["33 %", "0 %", "–"]);
});

test("the parts of a day are together all of its runs", () => {
  const [day] = toDayParts({ byDay: [{ day: "2026-11-27", runs: 10, good: 4, limited: 2, refused: 3 }] });
  expect(day?.other).toBe(1);
  // A run that met a limit and ended well counts as both; then nothing else is left.
  const [odd] = toDayParts({ byDay: [{ day: "2026-11-27", runs: 2, good: 2, limited: 1, refused: 0 }] });
  expect(odd?.other).toBe(0);
});

test("percentiles stand in order on a scale of powers of ten", () => {
  const times = { count: 3, p50: 10, p90: 100, p99: 1_000, max: 10_000 };
  expect(toSpread(times, 10_000)).toEqual({ half: 25, most: 50, nearlyAll: 75 });
  expect(toSpread({ ...times, p50: 0, p90: 0.5, p99: 1 }, 0)).toEqual({ half: 0, most: 0, nearlyAll: 0 });
});
