import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createReadAnew } from "../../../renderer/insights/read-anew.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("news are read at once, many of them together, and the last of them too; after the end none", () => {
  const read = vi.fn();
  const { news, end } = createReadAnew(read, 3_000);
  news();
  expect(read).toHaveBeenCalledTimes(1);
  for (let count = 0; count < 100; count += 1) news();
  expect(read).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(3_000);
  expect(read).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(60_000);
  expect(read).toHaveBeenCalledTimes(2);
  news();
  news();
  expect(read).toHaveBeenCalledTimes(3);
  end();
  vi.advanceTimersByTime(60_000);
  expect(read).toHaveBeenCalledTimes(3);
});
