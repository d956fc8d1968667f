import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createStreamOrder } from "../../../../electron/core/run/stream-order.ts";

const TRACEBACK = 'Traceback (most recent call last):\n  File "/tmp/run/main.py", line 2, in <module>\n';

const collect = () => {
  const seen: string[] = [];
  const order = createStreamOrder((stream, bytes) => seen.push(`${stream}:${Buffer.from(bytes).toString()}`), 200);
  return { seen, push: (stream: "stdout" | "stderr", text: string) => order.push(stream, Buffer.from(text)), order };
};

/** A later message of the engine comes in a later turn. */
const nextTurn = () => vi.advanceTimersByTime(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("what begins like the report of an error", () => {
  test.each([
    "Traceback (most recent call last):\n",
    "  + Exception Group Traceback (most recent call last):\n",
    "/tmp/run/main.js:3\n",
    "/tmp/run/my prog (1).js:3\n",
    "file:///tmp/run/main.mjs:3\n",
    "node:internal/modules/cjs/loader:1080\n",
  ])("comes behind what was printed before: %j", (report) => {
    const { seen, push, order } = collect();
    push("stderr", report);
    nextTurn();
    push("stdout", "printed first");
    order.flush(true);
    expect(seen).toEqual(["stdout:printed first", `stderr:${report}`]);
  });
});

describe("the order of the two streams", () => {
  test("error output comes behind the output of the same message", () => {
    const { seen, push } = collect();
    push("stderr", "bad thing");
    push("stdout", "printed first");
    nextTurn();
    expect(seen).toEqual(["stdout:printed first", "stderr:bad thing"]);
  });

  test("error output comes before the output of a later message", () => {
    const { seen, push } = collect();
    push("stdout", "a");
    push("stderr", "b");
    push("stderr", "c");
    expect(seen).toEqual(["stdout:a"]);
    nextTurn();
    push("stdout", "d");
    expect(seen).toEqual(["stdout:a", "stderr:b", "stderr:c", "stdout:d"]);
  });

  test("error output is not torn apart by what comes with its end", () => {
    const { seen, push } = collect();
    push("stderr", "half a ");
    nextTurn();
    push("stderr", "sentence");
    push("stdout", "next");
    expect(seen).toEqual(["stderr:half a ", "stderr:sentence", "stdout:next"]);
  });

  test("what is held is a copy: the connection's buffer is used again", () => {
    const { seen, order } = collect();
    const buffer = Buffer.from("kept");
    order.push("stderr", buffer);
    buffer.fill("x");
    order.flush();
    expect(seen).toEqual(["stderr:kept"]);
  });
});

describe("the report of an error", () => {
  test.each([
    ["Python", TRACEBACK],
    ["Node.js", "/tmp/run/main.js:3\nthrow new Error()\n^\n"],
  ])("of %s comes last where the program ends by it, whatever the engine tells behind it", (_, report) => {
    const { seen, push, order } = collect();
    push("stderr", report);
    nextTurn();
    push("stderr", "Error: no\n");
    push("stdout", "printed before\n");
    order.flush(true);
    expect(seen).toEqual(["stdout:printed before\n", `stderr:${report}`, "stderr:Error: no\n"]);
    order.flush(true);
    expect(seen).toHaveLength(3);
  });

  test("stays in its place where the program goes on to its end", () => {
    const { seen, push, order } = collect();
    push("stdout", "before\n");
    push("stderr", TRACEBACK);
    nextTurn();
    push("stderr", "ValueError: no\n");
    push("stdout", "after\n");
    order.flush(false);
    expect(seen).toEqual(["stdout:before\n", `stderr:${TRACEBACK}`, "stderr:ValueError: no\n", "stdout:after\n"]);
  });

  test("does not wait for long", () => {
    const { seen, push } = collect();
    push("stderr", TRACEBACK);
    push("stdout", "after\n");
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(seen).toEqual([`stderr:${TRACEBACK}`, "stdout:after\n"]);
    push("stdout", "later\n");
    expect(seen.at(-1)).toBe("stdout:later\n");
  });

  test("is not torn apart by output between its parts, and keeps its place among others", () => {
    const { seen, push, order } = collect();
    push("stderr", TRACEBACK);
    push("stdout", "one\n");
    push("stderr", "KeyError: 1\n");
    push("stdout", "two\n");
    push("stderr", `${TRACEBACK}KeyError: 2\n`);
    push("stdout", "three\n");
    order.flush(false);
    expect(seen).toEqual([
      ...["stdout:one\n", `stderr:${TRACEBACK}`, "stderr:KeyError: 1\n", "stdout:two\n"],
      ...[`stderr:${TRACEBACK}KeyError: 2\n`, "stdout:three\n"],
    ]);
  });

  test("does not hold a flood", () => {
    const { seen, push } = collect();
    push("stderr", TRACEBACK);
    push("stdout", "x".repeat(65_536));
    expect(seen.map((one) => one.slice(0, 6))).toEqual(["stderr", "stdout"]);
  });
});
