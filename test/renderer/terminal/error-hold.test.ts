import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createErrorHold } from "../../../renderer/terminal/error-hold.ts";

const TRACEBACK = 'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 2, in <module>\n';

function createHold() {
  const written: string[] = [];
  return { written, hold: createErrorHold((source, text) => written.push(`${source}: ${text}`)) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the message of an uncaught error", () => {
  it.each([
    ["Python", TRACEBACK],
    ["Node.js", "/tmp/run/main.js:3\nthrow new Error()\n^\n"],
  ])("of %s comes after the output that was printed before it", (_, message) => {
    const { hold, written } = createHold();
    hold.stderr(message);
    hold.stderr("Error: no\n");
    hold.stdout("printed before\n");
    hold.release();
    expect(written).toEqual(["stdout: printed before\n", `stderr: ${message}Error: no\n`]);
    hold.release();
    expect(written).toHaveLength(2);
  });

  it("does not wait for long, where a program prints one and goes on", () => {
    const { hold, written } = createHold();
    hold.stderr(`warning\n${TRACEBACK}`);
    expect(written).toEqual(["stderr: warning\n"]);
    vi.runAllTimers();
    hold.stdout("goes on\n");
    expect(written).toEqual(["stderr: warning\n", `stderr: ${TRACEBACK}`, "stdout: goes on\n"]);
  });

  it("is forgotten with the output that it belongs to", () => {
    const { hold, written } = createHold();
    hold.stderr(TRACEBACK);
    hold.drop();
    vi.runAllTimers();
    expect(written).toEqual([]);
  });
});

it("leaves everything else in the order in which it comes", () => {
  const { hold, written } = createHold();
  hold.stderr("step 1\n");
  hold.stdout("step 2\n");
  hold.stderr("The time is 10:30\n");
  expect(written).toEqual(["stderr: step 1\n", "stdout: step 2\n", "stderr: The time is 10:30\n"]);
});
