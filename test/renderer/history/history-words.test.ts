import { expect, test } from "vitest";
import { toDurationWords, toTimeWords } from "../../../renderer/history/history-words.ts";
import { toRetryTime, toRetryWords, toSecondsLeft } from "../../../renderer/run/retry-time.ts";

test("times are as short as their distance allows", () => {
  const now = new Date(2026, 10, 27, 15, 30);
  expect(toTimeWords(new Date(2026, 10, 27, 14, 3, 9).toISOString(), now, "en-GB")).toBe("14:03:09");
  expect(toTimeWords(new Date(2026, 10, 12, 14, 3).toISOString(), now, "en-GB")).toBe("12 Nov, 14:03");
  expect(toTimeWords(new Date(2025, 10, 12, 14, 3).toISOString(), now, "en-GB")).toBe("12 Nov 2025, 14:03");
});

test("a run in which nothing was started has taken no time", () => {
  expect([null, 0, 0.2, 120].map(toDurationWords)).toEqual(["–", "–", "less than 1 ms", "0.1 s"]);
});

test("a run that was refused for its rate says when the next is possible, others do not", () => {
  const refusedAt = new Date(2026, 10, 27, 15, 30, 0, 200).getTime();
  const failure = { code: "rate_limited" as const, message: "", details: { retryAfterMs: 1_900, perMinute: 30 } };
  const retry = toRetryTime(failure, refusedAt);
  if (!retry) throw new Error("There is no time.");
  expect(toRetryWords(retry, "en-GB")).toContain("may start 30 programs a minute. The next can start at 15:30:03.");
  expect([0, 1_000, 1_900, 5_000].map((later) => toSecondsLeft(retry, refusedAt + later))).toEqual([2, 1, 0, 0]);
  expect(toRetryTime({ code: "queue_full", message: "", details: { retryAfterMs: 5 } }, 0)).toBeNull();
  expect(toRetryTime({ code: "rate_limited", message: "" }, 0)).toBeNull();
});
