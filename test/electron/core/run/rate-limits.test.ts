import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SandpitError } from "#shared/errors.ts";
import type { Source } from "#shared/run.ts";
import { createRateLimits, type RateLimits } from "../../../../electron/core/run/rate-limits.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "Date"] }));
afterEach(() => void vi.useRealTimers());

/** How many of `times` were let through, and the refusal of the last that was not. */
const take = (limits: RateLimits, source: Source, times: number) => {
  let passed = 0;
  let refusal: SandpitError | null = null;
  for (let count = 0; count < times; count += 1) {
    try {
      limits.take(source);
      passed += 1;
    } catch (error) {
      refusal = error instanceof SandpitError ? error : null;
    }
  }
  return { passed, refusal };
};

describe("the rate limits", () => {
  it("let a minute's worth through at once, then one after another, and say when", () => {
    const limits = createRateLimits(() => 30);
    const { passed, refusal } = take(limits, "window", 100);
    expect(passed).toBe(30);
    expect(refusal).toMatchObject({ code: "rate_limited", details: { retryAfterMs: 2_000, perMinute: 30 } });
    expect(refusal?.message).toBe("The window may start 30 programs a minute. The next can start in 2 s.");
    vi.advanceTimersByTime(1_999);
    expect(take(limits, "window", 1)).toMatchObject({ passed: 0, refusal: { details: { retryAfterMs: 1 } } });
    vi.advanceTimersByTime(1);
    expect(take(limits, "window", 2).passed).toBe(1);
    vi.advanceTimersByTime(3_600_000);
    expect(take(limits, "window", 100).passed).toBe(30);
  });

  it("are kept for each source by itself; 0 is none", () => {
    const limits = createRateLimits((source) => ({ window: 2, http: 3, cli: 0 })[source]);
    expect([take(limits, "window", 9).passed, take(limits, "http", 9).passed, take(limits, "cli", 9).passed]).toEqual([
      2, 3, 9,
    ]);
  });

  it("that are changed hold at once, and are no fresh start", () => {
    let perMinute = 10;
    const limits = createRateLimits(() => perMinute);
    take(limits, "window", 10);
    perMinute = 60;
    expect(take(limits, "window", 1).passed).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(take(limits, "window", 5).passed).toBe(1);
    vi.advanceTimersByTime(60_000);
    perMinute = 2;
    expect(take(limits, "window", 9).passed).toBe(2);
  });
});
