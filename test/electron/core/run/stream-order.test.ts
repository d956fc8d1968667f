import { describe, expect, test, vi } from "vitest";
import { createStreamOrder } from "../../../../electron/core/run/stream-order.ts";

const collect = () => {
  const seen: string[] = [];
  const order = createStreamOrder((stream, bytes) => seen.push(`${stream}:${Buffer.from(bytes).toString()}`), 5);
  return { seen, push: (stream: "stdout" | "stderr", text: string) => order.push(stream, Buffer.from(text)), order };
};

describe("the order of the two streams", () => {
  test("error output comes behind the output of the same moment", () => {
    const { seen, push, order } = collect();
    push("stderr", "Traceback");
    push("stdout", "printed first");
    order.flush();
    expect(seen).toEqual(["stdout:printed first", "stderr:Traceback"]);
  });

  test("output is never held, and error output for a moment only", () => {
    vi.useFakeTimers();
    try {
      const { seen, push } = collect();
      push("stdout", "a");
      push("stderr", "b");
      push("stderr", "c");
      expect(seen).toEqual(["stdout:a"]);
      vi.advanceTimersByTime(5);
      expect(seen).toEqual(["stdout:a", "stderr:b", "stderr:c"]);
      push("stdout", "d");
      expect(seen.at(-1)).toBe("stdout:d");
    } finally {
      vi.useRealTimers();
    }
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
