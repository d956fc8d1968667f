import { expect, test } from "vitest";
import { toDay, toDayEnd, toDayStart, toDays, toTimes } from "../../../renderer/history/history-period.ts";

const now = new Date(2026, 10, 27, 15, 30);

test("a period reaches back from now and is open to the future", () => {
  expect(toTimes("7", now)).toEqual({ from: new Date(2026, 10, 20, 15, 30).toISOString(), to: undefined });
  expect(toTimes("", now)).toEqual({ from: undefined, to: undefined });
});
test("days begin with today, whole", () => {
  expect(toTimes("dates", now)).toEqual({
    from: new Date(2026, 10, 27).toISOString(),
    to: new Date(2026, 10, 28).toISOString(),
  });
});
test("a day ends where the next begins, also where the clocks change", () => {
  for (const day of ["2026-03-29", "2026-10-25", "2026-12-31", "0002-01-31"]) {
    expect(toDay(new Date(Date.parse(toDayEnd(day) ?? "") - 1))).toBe(day);
    expect(toDay(new Date(toDayStart(day) ?? ""))).toBe(day);
  }
});
test("fields that are empty leave the filter open, and are shown so", () => {
  expect([toDayStart(""), toDayEnd("")]).toEqual([undefined, undefined]);
  expect(toDays({})).toEqual({ first: "", last: "" });
  expect(toDays(toTimes("dates", now))).toEqual({ first: "2026-11-27", last: "2026-11-27" });
});
