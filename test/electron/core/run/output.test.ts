import { describe, expect, test } from "vitest";
import { createOutput } from "../../../../electron/core/run/output.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function collect(limit: number, chunks: (["stdout" | "stderr", Uint8Array] | ["stdout" | "stderr", string])[]) {
  const live: string[] = [];
  const output = createOutput(limit, (stream, text) => live.push(`${stream}:${text}`));
  const floods = chunks.map(([stream, chunk]) => output.push(stream, typeof chunk === "string" ? bytes(chunk) : chunk));
  return { live, floods, ...output.finish() };
}

describe("a program's output", () => {
  test("is passed on as it comes", () => {
    const { live, stdout, stderr, exceeded } = collect(100, [
      ["stdout", "a"],
      ["stderr", "b"],
      ["stdout", "c"],
    ]);
    expect(live).toEqual(["stdout:a", "stderr:b", "stdout:c"]);
    expect({ stdout, stderr, exceeded }).toEqual({ stdout: "ac", stderr: "b", exceeded: false });
  });

  test("may be as long as the limit, over both streams together, and not a byte longer", () => {
    const whole = collect(10, [
      ["stdout", "12345"],
      ["stderr", "67890"],
    ]);
    expect(whole).toMatchObject({ exceeded: false, truncated: { stdout: false, stderr: false } });
    const cut = collect(10, [
      ["stdout", "12345"],
      ["stderr", "678901"],
      ["stdout", "more"],
    ]);
    expect(cut).toMatchObject({
      exceeded: true,
      stdout: "12345",
      stderr: "67890",
      truncated: { stdout: true, stderr: true },
    });
  });

  test("shows a character whole that was split between chunks", () => {
    const euro = bytes("€");
    const { live, stdout } = collect(100, [
      ["stdout", euro.subarray(0, 1)],
      ["stdout", euro.subarray(1, 2)],
      ["stdout", euro.subarray(2)],
    ]);
    expect(stdout).toBe("€");
    expect(live).toEqual(["stdout:€"]);
  });

  test("is cut between characters", () => {
    expect(collect(4, [["stdout", "a€€"]])).toMatchObject({ stdout: "a€", exceeded: true });
    expect(collect(6, [["stdout", "a€€"]])).toMatchObject({ stdout: "a€", exceeded: true });
    expect(collect(7, [["stdout", "a€€"]])).toMatchObject({ stdout: "a€€", exceeded: false });
  });

  test("that is not UTF-8 becomes replacement characters, also at its very end", () => {
    expect(collect(100, [["stdout", Uint8Array.of(0x61, 0xff, 0x62, 0xe2, 0x82)]]).stdout).toBe("a\ufffdb\ufffd");
  });

  test("is a flood only when it goes on long after the limit", () => {
    const chunk = new Uint8Array(32 * 1024);
    const { floods } = collect(10, [
      ["stdout", chunk],
      ["stderr", chunk],
      ["stdout", chunk],
    ]);
    expect(floods).toEqual([false, false, true]);
  });
});
